"""Where somebody might go from a post he does not fit: advice for people, never a rule."""

DESTINATIONS: tuple[tuple[str, str], ...] = (
    ("能力水平不适应所在层次", "改任非领导职务（转任职级），或者免职"),
    ("能力较好，一时失误", "交流岗位，或者降职"),
    ("不适应领导岗位，但有专业技术", "免去领导职务，从事专业技术工作"),
    ("不是本人过错，岗位不合适", "平级调整到合适的岗位"),
    ("身体原因不能履职", "按健康状况另作安排，恢复后按原层次安排"),
)
DESTINATIONS_BASIS = "县域绩效考核与调整办法的对策建议第四项；健康一行据 2015 年规定的转述"
