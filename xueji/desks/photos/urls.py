"""Addresses of photos."""

from django.urls import path

from xueji.desks.photos.showing import child_photo
from xueji.desks.photos.uploading import photos

urlpatterns = [
    path("photos", photos, name="photos"),
    path("children/<int:pk>/photo", child_photo, name="child_photo"),
]
