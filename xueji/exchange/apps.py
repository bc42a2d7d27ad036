from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The outer world: lists that come in, reports that go out."""

    name = "xueji.exchange"
    label = "exchange"
    verbose_name = "数据交换"
