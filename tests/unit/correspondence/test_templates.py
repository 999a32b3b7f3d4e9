import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.correspondence.duties import BRACKETED, DUTIES
from mailcare.correspondence.templates import TemplateBook
from mailcare.correspondence.templates.book import LANGUAGES
from mailcare.correspondence.templates.judge import folded, judge, split
from mailcare.correspondence.templates.traditional import traditional
from mailcare.correspondence.variables import allowed
from mailcare.errors import StoreError, TemplateError
from mailcare.model.judgement import Language
from mailcare.resources import shipped
from unit.correspondence.builders import NOW, Kept, book_with, shipped_book

REVIEW = "reply.review"
GOOD = "Subject: 收到\n亲爱的用户:\n您好!编号 {{ number }}。\n{{ signature }}\n"
HOSTILE = "}}{{ 7*7 }}{% if x %}{{ number.__class__ }}"


def samples(name: str, language: str = "zh") -> dict[str, str]:
    variables = allowed(name).items()
    return {key: v.example_en if language == "en" else v.example for key, v in variables}


def save(folder: Path, text: str, name: str = "reply.review.zh.txt") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(file)
    return file


def render(book: TemplateBook, unit: str | None = None) -> str:
    return book.render(REVIEW, Language.ZH, unit, samples(REVIEW)).text


EVERY = [
    (name, language) for name in DUTIES for language in LANGUAGES if "txt" in DUTIES[name].forms
]
PAGES = [
    (name, language) for name in DUTIES for language in LANGUAGES if "html" in DUTIES[name].forms
]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_shipped_template_is_good(name: str, language: str) -> None:
    source = (shipped("templates") / f"{name}.{language}.txt").read_text("utf-8")
    assert judge(name, language, source) == []


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_each_shipped_template_renders_its_examples(name: str, language: str) -> None:
    rendered = shipped_book().render(name, Language(language), "vas", samples(name, language))
    whole = rendered.subject + rendered.text
    assert not set("{}") & set(whole)
    assert "****" not in whole
    assert all(folded(instruction) not in folded(whole) for instruction in BRACKETED)
    assert not name.startswith("reply.") or rendered.text.rstrip().endswith(
        samples(name, language)["signature"]
    )


def test_nothing_but_templates_ships() -> None:
    expected = {f"{name}.{language}.txt" for name, language in EVERY}
    expected |= {f"{name}.{language}.html" for name, language in PAGES}
    assert {file.name for file in shipped("templates").iterdir()} == expected


def test_the_regulations_letters_stand_word_for_word() -> None:
    book = shipped_book()
    text = book.render("reply.insufficient", Language.ZH, "vas", samples("reply.insufficient")).text
    assert text == (
        "亲爱的用户:\n\n您好! 非常抱歉由于您反映的问题不属于我处处理范围,而您也未提供设备号、"
        "联系方式等相关必要的资料,故我处无法将您的问题转至相关部门处理,建议您可直接拨打电信 10000"
        " 号咨询,或再来信告知您的详细资料,我处非常乐意为您转达您的问题。谢谢您的配合,"
        "我们将尽力为您提供优质的服务。\n\n中国电信上海公司增值业务中心\n"
    )


def test_the_public_line_is_told_only_as_far_as_it_is_known() -> None:
    def line(**values: str) -> str:
        given = samples("reply.forwarded") | values
        text = shipped_book().render("reply.forwarded", Language.ZH, "vas", given).text
        return text.split("如有需要欢迎再来信。")[1].split("\n")[0]

    assert line() == "电信公司咨询电话:10000,信箱:service@telecom.example。"
    assert line(public_mailbox="") == "电信公司咨询电话:10000。"
    assert line(hotline="") == "电信公司信箱:service@telecom.example。"
    assert line(hotline="", public_mailbox="") == ""


def test_traditional_converts_our_words_and_leaves_names_alone() -> None:
    values = samples("reply.accepted") | {"problem_short": "邮箱 {{ number }}"}
    text = shipped_book().render("reply.accepted", Language.ZH_HANT, "vas", values).text
    assert text.startswith("親愛的用戶:")
    assert '您反映的"邮箱 {{ number }}"我處已受理' in text
    assert text.endswith("中国电信上海公司增值业务中心\n")
    assert "請直接回覆本郵件" in text


@given(value=st.text(max_size=80))
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    given_values = samples("reply.accepted") | {"problem_short": f"问{value}题"}
    text = shipped_book().render("reply.accepted", Language.ZH, "vas", given_values).text
    squeezed = "".join(f"问{value}题".replace("****", "＊＊＊＊").replace("*", "＊").split())
    assert squeezed in "".join(text.replace("*", "＊").split())


def test_template_syntax_in_a_value_stays_text() -> None:
    values = samples("reply.accepted") | {"problem_short": HOSTILE, "subject": HOSTILE}
    rendered = shipped_book().render("reply.accepted", Language.ZH, "vas", values)
    assert HOSTILE in rendered.text
    assert HOSTILE in rendered.subject
    assert "49" not in rendered.text.replace("20", "")


def test_stars_of_a_user_never_look_like_an_unfilled_name() -> None:
    values = samples("reply.accepted") | {"problem_short": "密码是*****吗"}
    text = shipped_book().render("reply.accepted", Language.ZH, "vas", values).text
    assert "****" not in text
    assert "密码是＊＊＊＊＊吗" in text


def test_a_needed_value_that_is_absent_is_an_error_not_a_gap() -> None:
    for absent in ({}, {"number": ""}):
        values = {k: v for k, v in samples(REVIEW).items() if k != "number"} | absent
        with pytest.raises(TemplateError, match="number"):
            shipped_book().render(REVIEW, Language.ZH, "vas", values)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("亲爱的用户:\n{{ number }}{{ signature }}", "第一行"),
        ("Subject:\n亲爱的用户:{{ number }}{{ signature }}", "第一行"),
        (GOOD.replace("{{ number }}", "{{ nummer }}"), "nummer"),
        (GOOD.replace("{{ number }}", "{{ number.__class__ }}"), "Getattr"),
        (GOOD.replace("{{ number }}", "{{ number['x'] }}"), "Getitem"),
        (GOOD.replace("{{ number }}", "{{ number() }}{{ number }}"), "Call"),
        (GOOD.replace("{{ number }}", "{{ 'x' * 9 }}{{ number }}"), "Mul"),
        (GOOD.replace("{{ number }}", "{% for x in number %}{{ number }}{% endfor %}"), "For"),
        (GOOD + "{% include 'x' %}", "Include"),
        (GOOD + "{% set number = 'x' %}", "Assign"),
        (GOOD + "{% macro x() %}{% endmacro %}", "Macro"),
        (GOOD + "{% raw %}{{ number }}{% endraw %}", "{ }"),
        (GOOD + "{{ number|attr('x') }}", "attr"),
        (GOOD + "{% if number %}", "语法"),
        (GOOD + "{{ number", "语法"),
        (GOOD + "中国电信上海公司****部门", "****"),
        (GOOD + "(  )", "空括号"),
        (GOOD + "({{ due }})", "空括号"),
        (GOOD + "{number}", "{ }"),
        (GOOD + "咨询电话:{{ due }},欢迎来电", "不完整"),
        (GOOD + "(处理情况)", "处理情况"),
        (GOOD.replace("亲爱的用户", "喂"), "亲爱的用户"),
        (GOOD.replace("{{ signature }}", ""), "signature"),
        (GOOD.replace("亲爱的用户:", "{% if due %}亲爱的用户:{% endif %}"), "亲爱的用户"),
    ],
)
def test_a_bad_template_is_refused_and_the_shipped_one_serves(
    tmp_path: Path, text: str, complaint: str
) -> None:
    save(tmp_path, text)
    book = book_with(tmp_path)
    problems = book.refresh(NOW)
    assert [p.file for p in problems] == ["own/reply.review.zh.txt"] * len(problems)
    assert any(complaint in p.what for p in problems), problems
    assert book.refused == tuple(problems)
    assert render(book).startswith("亲爱的用户:\n\n您好!您的来信我们已收到")


def test_problems_name_the_line(tmp_path: Path) -> None:
    save(tmp_path, GOOD.replace("{{ number }}", "{{ nummer }}"))
    (problem,) = book_with(tmp_path).check()
    assert (problem.line, problem.todo) == (3, "是否想写 number?")


def test_a_saved_template_takes_effect_at_the_next_refresh(tmp_path: Path) -> None:
    book = book_with(tmp_path)
    assert book.refresh(NOW) == []
    save(tmp_path, GOOD.replace("您好", "早上好"))
    assert book.refresh(NOW) == []
    assert "早上好" in render(book)
    save(tmp_path, GOOD.replace("您好", "晚上好"))
    assert book.refresh(NOW) == []
    assert "晚上好" in render(book)


def test_the_last_good_version_serves_on_even_after_a_restart(tmp_path: Path) -> None:
    kept = Kept()
    save(tmp_path, GOOD.replace("您好", "早上好"))
    assert book_with(tmp_path, kept).refresh(NOW) == []
    save(tmp_path, GOOD + "****")
    restarted = book_with(tmp_path, kept)
    assert len(restarted.refresh(NOW)) == 1
    assert "早上好" in render(restarted)
    assert restarted.refresh(NOW) == []
    assert len(restarted.refused) == 1


def test_a_mended_template_is_refused_no_longer(tmp_path: Path) -> None:
    book = book_with(tmp_path)
    save(tmp_path, GOOD + "****")
    book.refresh(NOW)
    save(tmp_path, GOOD)
    assert book.refresh(NOW) == []
    assert book.refused == ()


def test_a_removed_override_gives_way_to_the_shipped_template(tmp_path: Path) -> None:
    book = book_with(tmp_path)
    file = save(tmp_path, GOOD.replace("您好", "早上好"))
    book.refresh(NOW)
    file.unlink()
    book.refresh(NOW)
    assert "早上好" not in render(book)


def test_a_units_own_template_comes_before_the_organisations(tmp_path: Path) -> None:
    save(tmp_path, GOOD.replace("您好", "早上好"))
    save(tmp_path, GOOD.replace("您好", "晚上好"), "idc/reply.review.zh.txt")
    book = book_with(tmp_path)
    assert book.refresh(NOW) == []
    assert "早上好" in render(book, "vas")
    assert "晚上好" in render(book, "idc")
    values = samples(REVIEW)
    assert book.render(REVIEW, Language.ZH, "idc", values).template_file == (
        "own/idc/reply.review.zh.txt"
    )
    assert book.render(REVIEW, Language.EN, "idc", values).template_file == (
        "shipped/reply.review.en.txt"
    )


def test_a_shipped_template_that_vanished_serves_on_from_the_store(tmp_path: Path) -> None:
    folder, kept = tmp_path / "shipped", Kept()
    save(folder, GOOD)
    TemplateBook(folder, None, kept).refresh(NOW)
    (folder / "reply.review.zh.txt").unlink()
    book = TemplateBook(folder, None, kept)
    book.refresh(NOW)
    assert "您好" in render(book)
    assert any(p.file == "shipped/reply.review.zh.txt" for p in book.check())


def test_files_of_windows_editors_are_understood_or_refused_in_words(tmp_path: Path) -> None:
    file = save(tmp_path, "")
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    book = book_with(tmp_path)
    assert book.refresh(NOW) == []
    assert "您好!编号 VAS-202611-0042。\n" in render(book)
    file.write_bytes(GOOD.encode("gbk"))
    (problem,) = book.refresh(NOW)
    assert "UTF-8" in problem.todo


def test_a_file_with_an_unknown_name_is_reported(tmp_path: Path) -> None:
    save(tmp_path, GOOD, "reply.reviev.zh.txt")
    save(tmp_path, GOOD, "notes.txt")
    assert {p.file for p in book_with(tmp_path).check()} == {
        "own/reply.reviev.zh.txt",
        "own/notes.txt",
    }


def test_a_folder_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert book_with(tmp_path / "none").refresh(NOW) == []


def test_the_subject_of_a_letter_is_one_line() -> None:
    values = samples(REVIEW) | {"subject": "a\r\nBcc: x@mail.example\n\nb"}
    assert shipped_book().render(REVIEW, Language.ZH, "vas", values).subject == (
        "Re: a Bcc: x@mail.example b"
    )


def test_split_takes_the_subject_apart() -> None:
    assert split("Subject: x y \nz\n") == ("x y", "z\n")


def test_english_words_in_traditional_stay() -> None:
    assert traditional("{{ due }} mail") == "{{ due }} mail"


def test_a_template_is_judged_again_if_the_store_failed_meanwhile(tmp_path: Path) -> None:
    class Failing(Kept):
        fails = True

        def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
            if self.fails and name.startswith("own/"):
                raise StoreError("busy")
            super().save_good(name, text, digest, now)

    kept = Failing()
    save(tmp_path, GOOD.replace("您好", "早上好"))
    book = book_with(tmp_path, kept)
    with pytest.raises(StoreError):
        book.refresh(NOW)
    kept.fails = False
    assert book.refresh(NOW) == []
    assert "早上好" in render(book)


def test_looking_for_saved_templates_reads_none_that_was_not(tmp_path: Path) -> None:
    file = save(tmp_path, GOOD)
    book = book_with(tmp_path)
    book.refresh(NOW)
    stamp = file.stat()
    file.write_text(GOOD.replace("您好", "早好"), "utf-8")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert book.refresh(NOW) == []
    assert "早好" not in render(book)
