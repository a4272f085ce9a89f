"""Addresses of the pages about officials."""

from django.urls import URLPattern, path

from biaochi.web.people import editing, lists, posts

urlpatterns: list[URLPattern] = [
    path("people/", lists.people, name="people"),
    path("people/add/", editing.add, name="person_add"),
    path("people/unknown-characters/", lists.unknown, name="people_unknown"),
    path("people/<str:code>/", lists.person, name="person"),
    path("people/<str:code>/edit/", editing.edit, name="person_edit"),
    path("people/<str:code>/history/", lists.history, name="person_history"),
    path("people/<str:code>/id-number/", editing.number, name="person_number"),
    path("people/<str:code>/posts/add/", posts.appoint, name="post_add"),
    path("people/<str:code>/absences/add/", posts.absent, name="absence_add"),
    path("people/<str:code>/absences/<int:ident>/", posts.correct_absence, name="absence_correct"),
    path("people/<str:code>/relations/add/", posts.relate, name="link_add"),
    path("people/<str:code>/relations/<int:ident>/end/", posts.unrelate, name="link_end"),
    path("posts/<int:ident>/correct/", posts.correct, name="post_correct"),
    path("posts/<int:ident>/end/", posts.end, name="post_end"),
]
