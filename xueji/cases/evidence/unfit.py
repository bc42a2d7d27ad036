"""Why a file is not kept as evidence. The child names the rule; the parent says it in words."""

from __future__ import annotations

from typing import Any

from xueji.vocabulary.text import Text

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_PAGES = 50


class UnfitError(Exception):
    """A file that cannot be kept; `rule` is a key of the table below."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


_RULES: dict[str, tuple[Text, Text]] = {
    "attachment_size": (
        Text("证明材料为空或超过5MB。", "The file is empty or larger than 5 MB."),
        Text("请压缩或重新拍照后上传。", "Make it smaller and upload again."),
    ),
    "attachment_type": (
        Text("文件不是可用的 JPG、PNG 图片或 PDF。", "The file is no readable JPG, PNG or PDF."),
        Text("请上传照片、扫描件或 PDF。", "Upload a photo, a scan or a PDF."),
    ),
    "attachment_pixels": (
        Text("图片超过4000万像素。", "The image has more than 40 million pixels."),
        Text("请缩小图片或重新拍照后上传。", "Make the image smaller, or take it anew."),
    ),
    "attachment_pages": (
        Text(f"PDF 没有页面，或超过{MAX_PAGES}页。", f"The PDF has no page, or more than {MAX_PAGES}."),
        Text("请只上传与证明有关的页。", "Upload only the pages that prove something."),
    ),
    "attachment_encrypted": (
        Text("PDF 设有密码或限制。", "The PDF is encrypted or restricted."),
        Text("请取消密码后重新保存，或打印扫描后上传。", "Save it without a password, or print and scan it."),
    ),
    "attachment_active": (
        Text("PDF 含有脚本、启动动作、表单程序或嵌入文件。", "The PDF holds a script, an action or an embedded file."),
        Text("请用“打印为 PDF”重新生成后上传。", "Make it anew by printing it to PDF."),
    ),
    "attachment_mixed": (
        Text("文件里夹带了另一种文件。", "The file carries a file of another kind inside."),
        Text("请上传原始的照片、扫描件或 PDF。", "Upload the plain photo, scan or PDF."),
    ),
    "attachment_damaged": (
        Text("文件已损坏，打不开。", "The file is damaged and cannot be opened."),
        Text("请在本机打开确认后重新保存、上传。", "Open it yourself, save it anew and upload again."),
    ),
    "attachment_too_heavy": (
        Text("读取这个文件所需的时间或内存过多。", "Reading this file takes too much time or memory."),
        Text("请重新拍照，或打印扫描后上传。", "Take a new photo, or print and scan it."),
    ),
}


def in_words(rule: str) -> tuple[Text, Text]:
    """What is wrong, and what mends it. Raises KeyError for a rule that is none."""
    return _RULES[rule]


def told(error: UnfitError) -> dict[str, Any]:
    """The error as the child writes it."""
    return {"unfit": error.rule}
