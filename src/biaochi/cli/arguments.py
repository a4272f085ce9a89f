"""What can be asked on the command line; each command names the module that answers it."""

import argparse
from typing import Any

from biaochi.cli.parsing import Parser

ENGINES = ("auto", "interpret", "duckdb", "postgres", "spark")
FORMATS = ("table", "json")
SHOWN = 10
_LEAST_MEMORY = 768 * 2**20
_SIZES = {"MB": 2**20, "GB": 2**30}
_ABOUT = """\
标尺：把考核和“下”的办法写成规则包，交上事实，得到准确、说得清、可重算的结论。
结论只是打开一个问题，由人去核实和决定；没有一条结论会自动处理人。"""
_EXAMPLES = """\
例：
  biaochi pack list
  biaochi assess --pack changshan-2017 --facts 事实 --period 2017
  biaochi explain --pack changshan-2017 --facts 事实 --period 2017 --person P1
退出码：0 完成，1 拒绝并说明理由，2 用法不对，3 程序出错。"""
_ASSESS = """\
例：
  biaochi assess --pack changshan-2017 --facts 事实 --period 2017
  biaochi assess --pack 我的办法 --facts 事实 --period 2017 --readings all
  biaochi assess --pack 我的办法 --facts 事实 --period 2017 --out 结果
  biaochi assess --pack 我的办法 --facts 整理后 --period 2017 \\
      --out 结果 --memory 2GB"""
_EXPLAIN = """\
例：
  biaochi explain --pack changshan-2017 --facts 事实 --period 2017 \\
      --person P001 points-over-ten"""
_WHAT_IF = """\
--against、--set、--reading 至少写一项，可以同用。
例：
  biaochi what-if --pack changshan-2017 --facts 事实 --period 2017 \\
      --set listing_line=8
  biaochi what-if --pack jiangxi-2017 --facts 事实 --period 2017 \\
      --reading joint_last=joint
  biaochi what-if --pack 旧办法 --against 新办法 --facts 事实 --period 2017"""
_LOAD = """\
整个载入是一次事务：成功则替换这个模式里原有的事实，不成功则原样不动。
例：
  biaochi facts load --facts 事实 --pack changshan-2017 \\
      --to postgresql://biaochi@localhost/kaohe
  biaochi assess --pack changshan-2017 --period 2017 \\
      --facts postgresql://biaochi@localhost/kaohe"""
_INIT = """\
没有默认密码：在终端里自己设，或由程序各生成一个、只显示一次。
例：
  BIAOCHI_HOME=/srv/biaochi biaochi init"""
_SERVE = """\
例：
  BIAOCHI_HOME=/srv/biaochi BIAOCHI_HOSTS=kaohe.example biaochi serve
  BIAOCHI_HTTPS=0 biaochi serve --at 127.0.0.1:8001"""
_WHERE = """\
例：
  biaochi where points-over-ten
  biaochi where changshan-2017/points-over-ten"""
_FACTS = """\
例：
  biaochi facts check 事实 --pack changshan-2017
  biaochi facts prepare --facts 事实 --pack changshan-2017 --out 整理后"""
_PACK = """\
例：
  biaochi pack new 我的办法 --id qingshi-2024 --title 青石县试行办法
  biaochi pack check 我的办法
  biaochi pack render 我的办法 --out 我的办法.md"""


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:  # noqa: ANN401  argparse's own
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  slow to load

        try:
            print(f"biaochi {version('biaochi')}")
        except PackageNotFoundError:
            print("biaochi（未安装，直接从源码运行）")
        parser.exit()


def parser() -> Parser:
    """Return the whole command line."""
    top = Parser(prog="biaochi", usage="biaochi 命令 [选项]", description=_ABOUT, epilog=_EXAMPLES)
    top.options.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = top.add_subparsers(title="命令", metavar="命令", dest="command", required=True)
    _assess(commands)
    _explain(commands)
    _what_if(commands)
    _pack(commands)
    _facts(commands)
    _where(commands)
    _work(commands)
    _office(commands)
    return top


def _command(commands: Any, name: str, usage: str, says: str, **more: Any) -> Parser:  # noqa: ANN401
    module = more.pop("module")
    made: Parser = commands.add_parser(
        name, usage=f"biaochi {usage}", help=says, description=f"{says}。", **more
    )
    made.set_defaults(module=f"biaochi.cli.{module}")
    return made


def _with_facts(made: Parser) -> None:
    """Options of every command that runs a pack on facts."""
    made.needed.add_argument(
        "--pack", required=True, metavar="PACK", help="内置规则包的编号，或规则包文件夹"
    )
    made.needed.add_argument(
        "--facts",
        required=True,
        metavar="DIR",
        help="放有 people.csv 等文件的事实文件夹，facts prepare 整理后的文件夹，"
        "或 postgresql:// 地址",
    )
    made.needed.add_argument("--period", required=True, metavar="2017",
                        help="考核期间：2017、2017Q1、2017H1 或 2017-03")  # fmt: skip
    made.options.add_argument("--as-of", metavar="DATE", help="截至哪一天（含），不写则为期间末日")
    made.options.add_argument("--known-by", metavar="TIME",
                              help="只用此时之前已得知的事实；只写日期则含当天")  # fmt: skip
    made.options.add_argument("--reading", action="append", default=[], metavar="NAME=OPTION",
                              type=_pair, help="改用某个口径，可写多次")  # fmt: skip
    made.options.add_argument("--engine", choices=ENGINES, default="auto", metavar="ENGINE",
                              help="auto（自选）、interpret、duckdb、"
                              "postgres 或 spark，结果相同")  # fmt: skip


def _format(made: Parser) -> None:
    made.options.add_argument("--format", choices=FORMATS, default="table", metavar="FORMAT",
                              help="table（给人看）或 json（给程序用）")  # fmt: skip


def _top(made: Parser) -> None:
    made.options.add_argument("--top", type=_count, default=SHOWN, metavar="N",
                              help=f"每处最多列出几项，默认 {SHOWN}")  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (sign and name.strip() and value.strip()):
        raise argparse.ArgumentTypeError(f"要写成 名称=值，实为「{text}」")
    return name.strip(), value.strip()


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"要写大于零的整数，实为「{text}」")
    return int(text)


def _memory(text: str) -> int:
    number, unit = text[:-2], text[-2:].upper()
    size = int(number) * _SIZES.get(unit, 0) if number.isascii() and number.isdecimal() else 0
    if size < _LEAST_MEMORY:
        raise argparse.ArgumentTypeError(f"要写成 2GB、900MB 这样，至少 768MB，实为「{text}」")
    return size


def _assess(commands: Any) -> None:  # noqa: ANN401
    made = _command(
        commands, "assess", "assess --pack PACK --facts DIR --period 2017 [选项]",
        "按规则包判定一批事实", module="assessing", epilog=_ASSESS,
    )  # fmt: skip
    _with_facts(made)
    made.options.add_argument("--readings", choices=("all",), metavar="all",
                              help="试遍各种口径，列出结论因口径而异的人")  # fmt: skip
    made.options.add_argument("--all", action="store_true", help="连不符合的也列出")
    made.options.add_argument("--trace", action="store_true", help="每条结论附推理过程")
    made.options.add_argument("--out", metavar="DIR",
                              help="另把结果写入一个新文件夹；事实是整理后的，必须写明，"
                              "可以是以前算过的")  # fmt: skip
    made.options.add_argument("--memory", type=_memory, metavar="SIZE",
                              help="整理后的事实：最多用多少内存，如 2GB，默认 1GB，"
                              "至少 768MB")  # fmt: skip
    made.options.add_argument("--threads", type=_count, metavar="N",
                              help="整理后的事实：用几个线程，默认全部")  # fmt: skip
    _format(made)
    _top(made)


def _explain(commands: Any) -> None:  # noqa: ANN401
    made = _command(
        commands, "explain", "explain --pack PACK --facts DIR --period 2017 --person ID [NAME]",
        "逐句说明一个人或单位的结论", module="explaining", epilog=_EXPLAIN,
    )  # fmt: skip
    _with_facts(made)
    who = made.needed.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", metavar="ID", help="人员编号；三者写一个")
    who.add_argument("--unit", metavar="ID", help="单位编号")
    who.add_argument("--subject", metavar="KIND=ID", type=_pair,
                     help="规则包声明的其他对象，如 matter=事项编号")  # fmt: skip
    made.options.add_argument("what", nargs="?", default="", metavar="NAME",
                              help="只说明这条规则或这个量；不写则说明全部")  # fmt: skip
    _format(made)


def _what_if(commands: Any) -> None:  # noqa: ANN401
    made = _command(
        commands, "what-if", "what-if --pack PACK --facts DIR --period 2017 改动",
        "同样的事实换一种规定，谁的结论会变", module="what_if", epilog=_WHAT_IF,
    )  # fmt: skip
    _with_facts(made)
    made.options.add_argument("--against", metavar="PACK", help="换成另一个规则包")
    made.options.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                              type=_pair, help="改一个参数的值，可写多次")  # fmt: skip
    made.options.add_argument(
        "--results", metavar="DIR", help="整理后的大批事实：以前 assess --out 的结果，作比较的底数"
    )
    made.options.add_argument("--out", metavar="DIR", help="整理后的大批事实：变化写到哪里")
    _format(made)
    _top(made)


def _pack(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "pack", "pack 动作 [选项]", "规则包：检查、通读、比较、新建",
                    module="packs", epilog=_PACK)  # fmt: skip
    acts = made.add_subparsers(title="动作", metavar="动作", dest="act", required=True)
    check = _command(
        acts, "check", "pack check [PACK… | all]", "检查规则包并核对样例", module="packs"
    )
    check.options.add_argument(
        "packs", nargs="*", metavar="PACK", help="编号或文件夹；不写或写 all 则检查全部内置包"
    )
    check.options.add_argument(
        "--no-examples", dest="examples", action="store_false", help="不核对样例"
    )
    check.options.add_argument(
        "--examples", action="store_true", default=True, help="核对样例（默认）"
    )
    check.options.add_argument("--all", action="store_true", help="连待答复的问题也逐条列出")
    _format(check)
    render = _command(acts, "render", "pack render PACK", "把规则包写成中文条文", module="packs")
    render.needed.add_argument("pack", metavar="PACK", help="编号或文件夹")
    render.options.add_argument("--out", metavar="FILE", help="写入文件（Markdown），不写则打印")
    diff = _command(acts, "diff", "pack diff A B", "两个规则包有何不同", module="packs")
    diff.needed.add_argument("before", metavar="A", help="原规则包")
    diff.needed.add_argument("after", metavar="B", help="新规则包")
    _format(diff)
    schema = _command(
        acts, "schema", "pack schema [FILE]", "各种文件的 JSON Schema", module="packs"
    )
    schema.options.add_argument(
        "file", nargs="?", metavar="FILE", help="如 pack.yaml、rules/*.yaml；不写则全部"
    )
    new = _command(
        acts,
        "new",
        "pack new DIR --id ID --title TITLE",
        "新建一个能运行的小规则包",
        module="packs",
    )
    new.needed.add_argument("folder", metavar="DIR", help="新文件夹")
    new.needed.add_argument("--id", required=True, metavar="ID", help="编号，如 qingshi-2024")
    new.needed.add_argument("--title", required=True, metavar="TITLE", help="名称")
    listed = _command(acts, "list", "pack list", "列出内置规则包", module="packs")
    _format(listed)


def _facts(commands: Any) -> None:  # noqa: ANN401
    made = _command(commands, "facts", "facts 动作 [选项]", "事实：检查、整理、载入数据库",
                    module="checking_facts", epilog=_FACTS)  # fmt: skip
    acts = made.add_subparsers(title="动作", metavar="动作", dest="act", required=True)
    check = _command(
        acts, "check", "facts check DIR [--pack PACK]", "检查事实文件夹", module="checking_facts"
    )
    check.needed.add_argument("folder", metavar="DIR", help="放有 people.csv 等文件的文件夹")
    check.options.add_argument("--pack", metavar="PACK", help="并按这个规则包核对条目、选项和范围")
    _format(check)
    load = _command(
        acts, "load", "facts load --facts DIR --pack PACK --to URL",
        "检查事实文件夹，载入 PostgreSQL", module="loading_facts", epilog=_LOAD,
    )  # fmt: skip
    load.needed.add_argument("--facts", required=True, metavar="DIR", help="事实文件夹")
    load.needed.add_argument("--pack", required=True, metavar="PACK", help="按这个规则包核对")
    load.needed.add_argument("--to", required=True, metavar="URL",
                             help="postgresql://用户@主机/库；?schema=名称 换一个模式")  # fmt: skip
    _format(load)
    prepare = _command(
        acts, "prepare", "facts prepare --facts DIR --pack PACK --out DIR [选项]",
        "把大批事实检查一遍，整理成可以反复快速计算的文件夹", module="preparing_facts",
    )  # fmt: skip
    prepare.needed.add_argument(
        "--facts", required=True, metavar="DIR", help="事实文件夹，可以按 people/county=某县/ 分好"
    )
    prepare.needed.add_argument(
        "--pack", required=True, metavar="PACK", help="内置规则包的编号，或规则包文件夹"
    )
    prepare.needed.add_argument(
        "--out", required=True, metavar="DIR", help="写到哪里；以前整理过的，只重读有变动的部分"
    )
    prepare.options.add_argument(
        "--by", default="", metavar="COLUMN", help="没有分好的，按人员表的这一列分，如 county"
    )
    _format(prepare)


def _where(commands: Any) -> None:  # noqa: ANN401
    made = _command(
        commands, "where", "where NAME [--pack PACK]", "规则、量、参数、条目写在哪个文件第几行",
        module="where", epilog=_WHERE,
    )  # fmt: skip
    made.needed.add_argument("name", metavar="NAME", help="规则编号、量、参数、口径或条目编号")
    made.options.add_argument("--pack", metavar="PACK", help="只在这个规则包里找；不写则找遍内置包")
    _format(made)


def _work(commands: Any) -> None:  # noqa: ANN401
    made = _command(
        commands, "work", "work", "另开一个进程做后台任务，可开多个",
        module="work", epilog="例：\n  biaochi work",
    )  # fmt: skip
    made.set_defaults(module="biaochi.jobs.command")


def _office(commands: Any) -> None:  # noqa: ANN401
    init = _command(
        commands, "init", "init [--answers FILE]",
        "首次建立办公端：数据库、根单位、三名管理员", module="office", epilog=_INIT,
    )  # fmt: skip
    init.options.add_argument(
        "--answers", default="", metavar="FILE", help="不在终端里问，用这个 JSON 文件里的答案"
    )
    _command(commands, "upgrade", "upgrade", "换了新版程序之后，升级数据库", module="office")
    serve = _command(
        commands, "serve", "serve [--at 127.0.0.1:8000]", "运行办公端，连同后台任务",
        module="office", epilog=_SERVE,
    )  # fmt: skip
    serve.options.add_argument(
        "--at", default="127.0.0.1:8000", metavar="HOST:PORT", help="在哪里接受连接"
    )
    serve.options.add_argument(
        "--threads", type=_count, default=8, metavar="N", help="同时答复几个请求，默认 8"
    )
    serve.set_defaults(ready=None)
    recover = _command(
        commands, "recover", "recover LOGIN", "管理员都无法重置时，在服务器上找回一名管理员的账号",
        module="office",
    )  # fmt: skip
    recover.needed.add_argument("login", metavar="LOGIN", help="那名管理员的登录名")
    trail = _command(commands, "trail", "trail 动作", "留痕：核验", module="office")
    acts = trail.add_subparsers(title="动作", metavar="动作", dest="act", required=True)
    _command(acts, "verify", "trail verify", "重算整条留痕和每个版本，逐条核对", module="office")
