"""The sixty units of 青石县."""

from dataclasses import dataclass

_TOWNS = {
    "经济型": ("钟楼街道", "石梁镇", "沙洲镇", "麦田镇", "柳湾镇"),
    "生态型": ("云岭乡", "竹溪镇", "茶园乡", "松坡乡", "桃坞乡"),
    "综合型": ("双溪乡", "枫林镇", "荷塘乡", "梅岭镇", "泉口镇"),
}
_DEPARTMENTS = (
    "县委办公室", "县委组织部", "县委宣传部", "县委政法委", "县纪委", "县信访局", "县督查考绩办",
    "县政府办公室", "发展和改革局", "经济和信息化局", "教育局",
    "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "国土资源局", "环境保护局", "住房和城乡建设局", "交通运输局", "水利局",
    "农业局", "商务局", "文化旅游局", "卫生和计划生育局", "审计局", "市场监督管理局",
    "安全生产监督管理局", "统计局",
)  # fmt: skip
_INSTITUTIONS = {
    "县人民医院": "卫生和计划生育局",
    "县疾病预防控制中心": "卫生和计划生育局", "县第一中学": "教育局",
    "县实验小学": "教育局", "县图书馆": "文化旅游局",
    "县文化馆": "文化旅游局", "县气象服务中心": "农业局",
    "县公路段": "交通运输局", "县水库管理所": "水利局",
    "县农技推广中心": "农业局", "县林场": "农业局",
    "县融媒体中心": "县委宣传部",
    "县不动产登记中心": "国土资源局", "县行政服务中心": "县政府办公室",
    "县就业服务中心": "人力资源和社会保障局", "县环境监测站": "环境保护局",
}  # fmt: skip
ENFORCING = frozenset(
    {"公安局", "市场监督管理局", "环境保护局", "交通运输局", "安全生产监督管理局"}
)
_TOWN_STAFF, _DEPARTMENT_STAFF, _INSTITUTION_STAFF = 32, 22, 24


@dataclass(frozen=True)
class Unit:
    """A unit and how many people it has."""

    id: str
    name: str
    kind: str
    type: str
    size: int
    parent: str = ""

    def row(self) -> dict[str, str]:
        """Return the line of the units table."""
        return {
            "unit": self.id, "name": self.name, "parent": self.parent, "type": self.type,
            "kind": self.kind, "returns_due": "是",
        }  # fmt: skip


def units(people: int) -> tuple[Unit, ...]:
    """Return the units; the last institution takes whoever is left of ``people``."""
    towns = [(name, sort) for sort, names in _TOWNS.items() for name in names]
    found = [
        Unit(f"T{i:02d}", name, "乡镇", sort, _TOWN_STAFF)
        for i, (name, sort) in enumerate(towns, start=1)
    ]
    found += [
        Unit(f"D{i:02d}", name, "部门", "部门", _DEPARTMENT_STAFF)
        for i, name in enumerate(_DEPARTMENTS, start=1)
    ]
    ids = {unit.name: unit.id for unit in found}
    left = people - sum(unit.size for unit in found)
    for i, (name, parent) in enumerate(_INSTITUTIONS.items(), start=1):
        size = min(_INSTITUTION_STAFF, left) if i < len(_INSTITUTIONS) else left
        left -= size
        found.append(Unit(f"I{i:02d}", name, "事业单位", "事业单位", size, ids[parent]))
    return tuple(found)
