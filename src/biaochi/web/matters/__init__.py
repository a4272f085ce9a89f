"""Matters on screen: lists, board, clocks, one matter with its forms, one's own. 事项页面。"""

from django.urls import URLPattern, path

from biaochi.web.matters import lists, opening, own, recalling, showing

urlpatterns: list[URLPattern] = [
    path("matters/", lists.matters, name="matters"),
    path("matters/board/", lists.board, name="matters_board"),
    path("matters/clocks/", lists.clocks, name="matters_clocks"),
    path("matters/<str:code>/", showing.matter, name="matter"),
    path("matters/<str:code>/moves/<str:move>/", showing.move, name="matter_move"),
    path("matters/<str:code>/files/<int:ident>/", showing.file, name="matter_file"),
    path("people/<str:code>/forgotten/", recalling.forgotten, name="forgotten"),
    path("people/<str:code>/matters/new/", opening.kinds, name="matter_kinds"),
    path("people/<str:code>/matters/new/<str:kind>/", opening.new, name="matter_new"),
    path("mine/matters/<str:code>/", own.matter, name="mine_matter"),
    path("mine/matters/<str:code>/moves/<str:move>/", own.move, name="mine_matter_move"),
    path("mine/matters/<str:code>/files/<int:ident>/", own.file, name="mine_matter_file"),
    path("mine/matters/new/<str:kind>/", own.new, name="mine_matter_new"),
]  # fmt: skip
