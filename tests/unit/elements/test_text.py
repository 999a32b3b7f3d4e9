from mailcare.triage.text import fold, matching_copy, narrow_digits, simplify, simplify_chars


def test_fold_makes_forms_alike_and_finds_the_way_back() -> None:
    folded = fold("電話１３８—１２３４\u200b５６７８（㈱）")
    assert folded.text == "電話138-12345678((株))"
    assert folded.slice(2, 14) == "１３８—１２３４\u200b５６７８"
    assert folded.slice(0, len(folded.text)) == folded.original


def test_fold_leaves_plain_text_as_it_is() -> None:
    folded = fold("a\r\nb")
    assert (folded.text, folded.place(2)) == ("a\nb", 2)


def test_simplify_chars_keeps_the_length() -> None:
    assert simplify_chars("聯絡電話：數據機") == "联络电话：数据机"


def test_simplify_changes_words_too() -> None:
    assert simplify("寬頻連線簡訊") == "宽带连接短信"


def test_narrow_digits_leaves_words_alone() -> None:
    assert narrow_digits("一三八一七六五四三二一") == "13817654321"
    assert narrow_digits("两 13812345678") == "两 13812345678"
    assert narrow_digits("三个月二〇一一年八月一日") == "三个月二〇一一年八月一日"


def test_matching_copy_is_lower_case_simplified_and_narrow() -> None:
    assert matching_copy("ＡＤＳＬ寬頻") == "adsl宽带"
