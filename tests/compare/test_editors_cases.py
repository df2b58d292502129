"""What an editor would say about a revision: hand-made cases, written before the code was run."""

from __future__ import annotations

import pytest

from provrepo.compare import diff

Listed = list[tuple[str, str, str]]

CASES: dict[str, tuple[str, str, Listed]] = {
    "a word corrected": (
        "the border was closed",
        "the border was opened",
        [("closed", "opened", "text")],
    ),
    "a word inside a bracket corrected": (
        "[Even] since the conversation",
        "[Ever] since the conversation",
        [("Even", "Ever", "intervention")],
    ),
    "a supplied word added": (
        "the number of Korea",
        "the number of [North] Korea",
        [("", "[North] ", "intervention")],
    ),
    "a supplied word dropped": (
        "to [organized] groups crossing",
        "to groups crossing",
        [("[organized] ", "", "intervention")],
    ),
    "brackets taken off a word": (
        "into [North] Korea",
        "into North Korea",
        [("[", "", "brackets"), ("]", "", "brackets")],
    ),
    "brackets put around a word": (
        "Ambassador Qiao Xiaoguang spoke",
        "Ambassador Qiao [Xiaoguang] spoke",
        [("", "[", "brackets"), ("", "]", "brackets")],
    ),
    "a modern name dropped after the old one": (
        "from Andong [Dandong], Anshan",
        "from Andong, Anshan",
        [(" [Dandong]", "", "intervention")],
    ),
    "sic added": ("they recieved it", "they recieved [sic] it", [("", "[sic] ", "intervention")]),
    "one gloss replaced by another": (
        "Luda [Dalian] harbour",
        "Luda [Port Arthur] harbour",
        [("Dalian", "Port Arthur", "intervention")],
    ),
    "an uncertain reading settled": (
        "Comrade [Ivanov?] spoke",
        "Comrade [Ivanov] spoke",
        [("?", "", "intervention")],
    ),
    "a year and a verb, with a word between that stayed": (
        "in 1961 and met the consul",
        "in 1962 and did not meet the consul",
        [("1961", "1962", "text"), ("met", "did not meet", "text")],
    ),
    "a word no longer broken at the end of a line": (
        "the negotia-\n  tions of 1961",
        "the negotiations of 1961",
        [("negotia-\n  tions", "negotiations", "punctuation")],
    ),
    "a range of pages that became one page": (
        "on pages 12-\n13",
        "on pages 1213",
        [("12-\n13", "1213", "text")],
    ),
    "parentheses dropped": (
        "people (1,985) crossed",
        "people 1,985 crossed",
        [("(", "", "brackets"), (")", "", "brackets")],
    ),
    "a completed word without its brackets": (
        "the Min[istry] of",
        "the Ministry of",
        [("Min[istry]", "Ministry", "brackets")],
    ),
    "a missing full stop": (
        "a settling-in allowance\n\nIn addition",
        "a settling-in allowance.\n\nIn addition",
        [("", ".", "punctuation")],
    ),
    "a serial comma": (
        "Jilin, Beijing and Tianjin",
        "Jilin, Beijing, and Tianjin",
        [("", ",", "punctuation")],
    ),
    "quotation marks changed": (
        'said "yes" twice',
        "said “yes” twice",
        [('"', "“", "punctuation"), ('"', "”", "punctuation")],
    ),
    "a hyphen dropped": (
        "we co-operate",
        "we cooperate",
        [("co-operate", "cooperate", "punctuation")],
    ),
    "a dash lengthened": ("war - peace", "war — peace", [("-", "—", "punctuation")]),
    "a figure corrected": (
        "we found 4,701 people",
        "we found 4,710 people",
        [("4,701", "4,710", "text")],
    ),
    "a capital": ("the foreign Ministry", "the Foreign Ministry", [("foreign", "Foreign", "case")]),
    "capitals within a rewritten line": (
        "TOP SECRET\nreport",
        "Top secret\nreport",
        [("TOP", "Top", "case"), ("SECRET", "secret", "case")],
    ),
    "two spaces made one": ("end.  Next", "end. Next", [("  ", " ", "white space")]),
    "a line joined": ("the long\nline", "the long line", [("\n", " ", "white space")]),
    "a paragraph broken": ("One. Two.", "One.\n\nTwo.", [(" ", "\n\n", "white space")]),
    "words run together": ("to day we", "today we", [("to day", "today", "text")]),
    "line ends of another system": ("a\r\nb", "a\nb", [("\r\n", "\n", "white space")]),
    "full-width digits": ("第１２号", "第12号", [("１２", "12", "width")]),
    "half-width kana": ("ｶﾞ行", "ガ行", [("ｶﾞ", "ガ", "width")]),
    "a composed accent": ("cafe\u0301 noir", "café noir", [("cafe\u0301", "café", "normal form")]),
    "Korean in another normal form": (
        "한국 말",
        "\u1112\u1161\u11ab국 말",
        [("한국", "\u1112\u1161\u11ab국", "normal form")],
    ),
    "one Han character": ("中国大使館", "中國大使館", [("国", "國", "text")]),
    "a Han word of two": ("向朝鮮政府提出", "向韓國政府提出", [("朝鮮", "韓國", "text")]),
    "Han rewritten around one character": (
        "中国人民站起来了",
        "中华民族站起来了",
        [("国人民", "华民族", "text")],
    ),
    "a Han stop": ("完毕。谢谢。", "完毕，谢谢。", [("。", "，", "punctuation")]),
    "a Han sentence added": ("甲到。丙到。", "甲到。乙到。丙到。", [("", "乙到。", "text")]),
    "an editor's bracket in Chinese": (
        "安东市",
        "安东〔丹东〕市",
        [("", "〔丹东〕", "intervention")],
    ),
    "a Korean word": ("북한 외교부 장관", "북한 외무성 장관", [("외교부", "외무성", "text")]),
    "Korean brackets off": ("[북]조선 대사", "북조선 대사", [("[북]조선", "북조선", "brackets")]),
    "a Russian word": (
        "товарищ Громыко сообщил",
        "товарищ Молотов сообщил",
        [("Громыко", "Молотов", "text")],
    ),
    "Russian quotation marks": (
        "газета «Правда» пишет",
        "газета „Правда“ пишет",
        [("«", "„", "punctuation"), ("»", "“", "punctuation")],
    ),
    "a Russian capital": (
        "советский союз",
        "Советский Союз",
        [("советский", "Советский", "case"), ("союз", "Союз", "case")],
    ),
    "an Arabic word": ("كتب الولد الرسالة", "كتب الرجل الرسالة", [("الولد", "الرجل", "text")]),
    "an Arabic comma": ("قال، نعم", "قال؛ نعم", [("،", "؛", "punctuation")]),
    "a Syriac word": ("ܐܒܐ ܘܒܪܐ", "ܐܒܐ ܘܪܘܚܐ", [("ܘܒܪܐ", "ܘܪܘܚܐ", "text")]),
    "a Hebrew word": ("שלום רב לכם", "שלום עליכם לכם", [("רב", "עליכם", "text")]),
    "a sentence added": (
        "An apple. A pear. A fig.",
        "An apple. A plum. A pear. A fig.",
        [("", "A plum. ", "text")],
    ),
    "a first sentence dropped": (
        "The cat sat. The dog ran.",
        "The dog ran.",
        [("The cat sat. ", "", "text")],
    ),
    "a paragraph added": (
        "One.\n\nThree.\n",
        "One.\n\nTwo.\n\nThree.\n",
        [("", "Two.\n\n", "text")],
    ),
    "a rewritten sentence is one change": (
        "He went to the market today.",
        "She ran towards the shop today.",
        [("He went to the market", "She ran towards the shop", "text")],
    ),
    "two words changed around one that matters": (
        "the quick brown fox",
        "the slow brown dog",
        [("quick", "slow", "text"), ("fox", "dog", "text")],
    ),
    "two words changed side by side": (
        "a large group came",
        "a small crowd came",
        [("large group", "small crowd", "text")],
    ),
    "a bracket's word and the word after it": (
        "ask [Qiao] should come",
        "ask [Zhou] must come",
        [("Qiao", "Zhou", "intervention"), ("should", "must", "text")],
    ),
    "an unbalanced bracket closed": (
        "Andong [Dandong, Anshan",
        "Andong [Dandong], Anshan",
        [("", "]", "brackets")],
    ),
    "a gloss takes the place of the old name": (
        "the town of Andong [Dandong] is",
        "the town of Dandong is",
        [("Andong ", "", "text"), ("[", "", "brackets"), ("]", "", "brackets")],
    ),
    "a bracket that ends earlier": (
        "the [North Korean] side",
        "the [North] Korean side",
        [("", "]", "brackets"), ("]", "", "brackets")],
    ),
    "round brackets made square": (
        "the (North) Korean side",
        "the [North] Korean side",
        [("(", "[", "brackets"), (")", "]", "brackets")],
    ),
    "a name completed inside its bracket": (
        "Ambassador [Qiao] asked",
        "Ambassador [Qiao Xiaoguang] asked",
        [("", " Xiaoguang", "intervention")],
    ),
    "an illegible word guessed": (
        "saw [illegible] people",
        "saw [forty?] people",
        [("illegible", "forty?", "intervention")],
    ),
    "an uncertain sign dropped": (
        "Comrade Ivanov [?] spoke",
        "Comrade Ivanov spoke",
        [("[?] ", "", "intervention")],
    ),
    "a footnote number dropped": ("see note.[1]", "see note.", [("[1]", "", "intervention")]),
    "footnotes renumbered": (
        "see note.[1] More.[2]",
        "see note.[2] More.[3]",
        [("1", "2", "intervention"), ("2", "3", "intervention")],
    ),
    "a year without its brackets": ("[19]61", "1961", [("[19]61", "1961", "brackets")]),
    "a supplied date without its brackets": (
        "[May] 5",
        "May 5",
        [("[", "", "brackets"), ("]", "", "brackets")],
    ),
    "a nested bracket's word": ("a [b [c] d] e", "a [b [x] d] e", [("c", "x", "intervention")]),
    "a classification mark in CJK brackets": (
        "【密】外交部",
        "外交部",
        [("【密】", "", "intervention")],
    ),
    "full-width parentheses": (
        "（一）关于边境",
        "(一)关于边境",
        [("（", "(", "width"), ("）", ")", "width")],
    ),
    "a Chinese numeral": ("一、关于边境", "二、关于边境", [("一", "二", "text")]),
    "Chinese figures": (
        "一月至四月，共四千七百人。",
        "一月至五月，共四千八百人。",
        [("四", "五", "text"), ("七", "八", "text")],
    ),
    "traditional characters simplified": (
        "中華人民共和國外交部",
        "中华人民共和国外交部",
        [("華", "华", "text"), ("國", "国", "text")],
    ),
    "a phrase put into a Chinese sentence": (
        "我方已向朝方提出抗议",
        "我方已就此事向朝方提出抗议",
        [("", "就此事", "text")],
    ),
    "Chinese quotation marks": (
        "他说：“好。”",
        "他说：「好。」",
        [("“", "「", "punctuation"), ("”", "」", "punctuation")],
    ),
    "an ideographic space": (
        "北京市\u3000朝阳区",
        "北京市 朝阳区",
        [("\u3000", " ", "white space")],
    ),
    "a Korean particle": ("대사는 외무상을", "대사가 외무상을", [("대사는", "대사가", "text")]),
    "a Korean name spaced": (
        "인민공화국",
        "인민 공화국",
        [("인민공화국", "인민 공화국", "text")],
    ),
    "Russian ё": ("ещё не решено", "еще не решено", [("ещё", "еще", "text")]),
    "a Russian abbreviation written out": (
        "посол тов. Пузанов",
        "посол товарищ Пузанов",
        [("тов.", "товарищ", "text")],
    ),
    "a Thai word's other half": ("ระบบไทย", "ระบบลาว", [("ไทย", "ลาว", "text")]),
    "a Hindi word": ("नमस्ते दुनिया", "नमस्कार दुनिया", [("नमस्ते", "नमस्कार", "text")]),
    "a negation dropped": ("He did not go.", "He did go.", [("not ", "", "text")]),
    "one of two equal words dropped": ("the the cat", "the cat", [("the ", "", "text")]),
    "a clause dropped": (
        "The meeting, which was held in Pyongyang, ended at noon.",
        "The meeting ended at noon.",
        [(", which was held in Pyongyang,", "", "text")],
    ),
    "a rewritten sentence keeps what carries it": (
        "It is the view of the embassy that the number of the border crossers will go down in the "
        "autumn.",
        "The embassy believes that there will be fewer crossings in autumn.",
        [
            ("It is the view of the", "The", "text"),
            ("", "believes ", "text"),
            ("the number of the border crossers", "there", "text"),
            ("go down", "be fewer crossings", "text"),
            ("the ", "", "text"),
        ],
    ),
    "an emoji": ("Well done 👍.", "Well done 👎.", [("👍", "👎", "text")]),
    "an emoji alone": ("Well done 👍.", "Well done.", [(" 👍", "", "text")]),
    "another money": ("€5 a day", "₩5 a day", [("€", "₩", "text")]),
    "a word changed where a line ends": (
        "alpha sixty\nbeta gamma",
        "alpha seventy beta\ngamma",
        [("sixty", "seventy", "text"), ("\n", " ", "white space"), (" ", "\n", "white space")],
    ),
    "an apostrophe curled": ("It's fine", "It’s fine", [("It's", "It’s", "punctuation")]),
    "three points made one sign": ("wait...", "wait…", [("...", "…", "punctuation")]),
    "ligatures dissolved": ("the oﬃce", "the office", [("oﬃce", "office", "text")]),
    "a sharp s": ("die Straße", "die Strasse", [("Straße", "Strasse", "text")]),
    "a soft hyphen": (
        "co\u00adoperate",
        "cooperate",
        [("co\u00adoperate", "cooperate", "punctuation")],
    ),
    "a name without its hyphen": (
        "Zhou En-lai",
        "Zhou Enlai",
        [("En-lai", "Enlai", "punctuation")],
    ),
    "a hard space": ("A\u00a0B", "A B", [("\u00a0", " ", "white space")]),
    "a space at the end": ("the end ", "the end", [(" ", "", "white space")]),
    "semicolons made commas": (
        "item A; item B; item C",
        "item A, item B, item C",
        [(";", ",", "punctuation"), (";", ",", "punctuation")],
    ),
    "a line joined at a new word": (
        "Foo\nbar",
        "FOO qux",
        [("Foo", "FOO", "case"), ("\nbar", " qux", "text")],
    ),
    "a rewritten line that shares spaces and one word": (
        "Foo\nbar\tbaz",
        "qux x FOO",
        [("Foo\nbar\tbaz", "qux x FOO", "text")],
    ),
    "half-width kana beside a new word": (
        "ｶﾅ人",
        "カナ大",
        [("ｶﾅ", "カナ", "width"), ("人", "大", "text")],
    ),
    "one bracket for another of another kind": (
        "they [sic] went",
        "they 〔？〕 went",
        [("[sic]", "〔？〕", "intervention")],
    ),
    "words dropped with the brackets around them": (
        "see [the] big [dog] there",
        "see there",
        [("[the] big [dog] ", "", "text")],
    ),
    "everything new": ("", "A new text.", [("", "A new text.", "text")]),
    "a Korean word that stayed between two changed ones": (
        "어제 회의를 열고 쌀 문제를",
        "그저께 회의를 열어 식량 문제를",
        [("어제", "그저께", "text"), ("열고 쌀", "열어 식량", "text")],
    ),
    "an Arabic word of three letters between two changed ones": (
        "جاء السفير يوم الأحد البارد إلى هنا",
        "جاء سفيرنا يوم الجمعة الحار إلى هنا",
        [("السفير", "سفيرنا", "text"), ("الأحد البارد", "الجمعة الحار", "text")],
    ),
    "an abbreviation's point, which ends no sentence, amid what was rewritten": (
        "принял 5 мая 1961 г. и беседовал",
        "принял 5 мая 1961 года тов. Ким Сон Чхоля и беседовал",
        [("г.", "года тов. Ким Сон Чхоля", "text")],
    ),
    "a sentence that ends between two changes": (
        "He left in May. The rest stayed.",
        "He left in June. His friends stayed.",
        [("May", "June", "text"), ("The rest", "His friends", "text")],
    ),
    "a Chinese sentence added after a quotation": (
        "他說：「走。」\n完",
        "他說：「走。」\n她說：「不走。」\n完",
        [("", "她說：「不走。」\n", "text")],
    ),
    "a quoted item added to a list": (
        '"天運迎。"\n]',
        '"天運迎。",\n"三字。"\n]',
        [("", ',\n"三字。"', "text")],
    ),
    "a bracketed block added among others like it": (
        "[\n{\nb\n}\n]",
        "[\n{\na\n},\n{\nb\n}\n]",
        [("", "{\na\n},\n", "text")],
    ),
    "a footnote that became a number": (
        "a monument,\n[A cromlech in the parish.]\nas they say",
        "a monument,1040 as they say",
        [("\n[A cromlech in the parish.]\n", "1040 ", "text")],
    ),
    "an asterisk that became a number": (
        "the word quarante-deux, * which was",
        "the word quarante-deux,106 which was",
        [(" *", "106", "text")],
    ),
    "a phrase between commas": (
        "a public domain item for work",
        "a public domain item for, among other things, work",
        [("", ", among other things,", "text")],
    ),
    "words put in around a word that stayed": (
        "Ebooks and its contributors release this",
        "Ebooks L3C, its contributors, and the contributors to it release this",
        [
            ("and", "L3C,", "text"),
            ("", ", and the contributors to it", "text"),
        ],
    ),
    "a quotation put in before a full stop that moved inside it": (
        "called Liza. Andrew",
        "called Liza, “little princess.” Andrew",
        [(".", ", “little princess.”", "text")],
    ),
    "a blank at which no line is broken": (
        "and how are you? …”",
        "and how are you?\u2060 \u2060…”",
        [(" ", "\u2060 \u2060", "punctuation")],
    ),
    "a sentence that repeats words of the one before it": (
        "check your laws before using this ebook.\nWork follows.",
        "check your laws before using this ebook. We say nothing of the text of this ebook in any "
        "country.\nWork follows.",
        [("", " We say nothing of the text of this ebook in any country.", "text")],
    ),
    "two lines filled in between quotation marks that stayed": (
        '詩：\n"",\n""\n',
        '詩：\n"寒山轉蒼翠",\n"狂歌五柳前"\n',
        [("", "寒山轉蒼翠", "text"), ("", "狂歌五柳前", "text")],
    ),
    "what changed ends where the words do": (
        "4 May 1961 and met the minister",
        "4 May 1961 and did not meet the minister",
        [("met", "did not meet", "text")],
    ),
    "an uncertain word put in brackets": (
        "he met Comrade Li in Shenyang",
        "he met Comrade [Li?] in Shenyang",
        [("", "[", "brackets"), ("", "?", "punctuation"), ("", "]", "brackets")],
    ),
    "a date in the American form": (
        "on 4 May 1961 the consul",
        "on May 4, 1961, the consul",
        [("4 ", "", "text"), ("", "4, ", "text"), ("", ",", "punctuation")],
    ),
    "Chinese punctuation of full width made half": (
        "他說：走，好；",
        "他說:走,好;",
        [("：", ":", "width"), ("，", ",", "width"), ("；", ";", "width")],
    ),
    "a Chinese full stop made a Western one": ("好。來", "好.來", [("。", ".", "punctuation")]),
    "a paragraph parted": (
        "The consul left. The minister stayed.",
        "The consul left.\n\nThe minister stayed.",
        [(" ", "\n\n", "white space")],
    ),
    "the mark of a footnote in brackets": (
        "the border at Tumen was closed.",
        "the border at Tumen[1] was closed.",
        [("", "[1]", "intervention")],
    ),
    "two digits exchanged": (
        "in all 4,701 persons crossed",
        "in all 4,071 persons crossed",
        [("4,701", "4,071", "text")],
    ),
    "a separator in a number": (
        "4701 persons",
        "4,701 persons",
        [("4701", "4,701", "punctuation")],
    ),
    "a relative clause": (
        "The minister spoke at length.",
        "The minister, who had arrived late, spoke at length.",
        [("", ", who had arrived late,", "text")],
    ),
    "a Chinese negation": ("他同意這個計劃", "他不同意這個計劃", [("", "不", "text")]),
    "a Chinese particle that went elsewhere": (
        "我們的國家是社會主義國家",
        "我們國家是社會主義的國家",
        [("的", "", "text"), ("", "的", "text")],
    ),
    "a Hebrew hyphen": ("בית ספר גדול", "בית־ספר גדול", [(" ", "־", "punctuation")]),
    "two Hebrew words around those that stayed": (
        "המלך אמר אל העם דבר גדול",
        "המלך דיבר אל העם דבר קטן",
        [("אמר", "דיבר", "text"), ("גדול", "קטן", "text")],
    ),
    "a Syriac verb for another": (
        "ܒܪܫܝܬ ܒܪܐ ܐܠܗܐ ܝܬ ܫܡܝܐ",
        "ܒܪܫܝܬ ܥܒܕ ܐܠܗܐ ܝܬ ܫܡܝܐ",
        [("ܒܪܐ", "ܥܒܕ", "text")],
    ),
    "a Thai word put in": ("รัฐมนตรีไปที่เมือง", "รัฐมนตรีว่าการไปที่เมือง", [("", "ว่าการ", "text")]),
    "letterheads in capitals": (
        "To: Foreign Ministry\nFrom: Embassy\n",
        "TO: Foreign Ministry\nFROM: The Embassy\n",
        [("To", "TO", "case"), ("From", "FROM", "case"), ("", "The ", "text")],
    ),
    "what is illegible told apart": (
        "the [illegible] said so",
        "the [two words illegible] said so",
        [("", "two words ", "intervention")],
    ),
    "a list that got one more number": (
        "(1) boats; (2) men; (3) oil.",
        "(1) boats; (2) men; (3) oil; (4) guns.",
        [("", "; (4) guns", "text")],
    ),
    "French blanks before marks": (
        "Il dit : « oui » !",
        "Il dit: «oui»!",
        [(" ", "", "punctuation")] * 4,
    ),
    "a deeper indented verse": (
        "O rose, thou art sick!\n  The worm",
        "O rose, thou art sick!\n    The worm",
        [("\n  ", "\n    ", "white space")],
    ),
    "words spelled otherwise around one that stayed": (
        "Der Botschafter theilte mit, daß die Regierung den Vorschlag prüfe und daß man warte.",
        "Der Botschafter teilte mit, dass die Regierung den Vorschlag prüft und dass man warte.",
        [
            ("theilte", "teilte", "text"),
            ("daß", "dass", "text"),
            ("prüfe", "prüft", "text"),
            ("daß", "dass", "text"),
        ],
    ),
    "Latin spelled otherwise": (
        "omnis diuisa in partes tres, quarum",
        "omnis divisa in partis tris, quarum",
        [("diuisa", "divisa", "text"), ("partes tres", "partis tris", "text")],
    ),
    "a place and a month, with a short word between": (
        "he left Seoul in June with them",
        "he left Tokyo in May with them",
        [("Seoul", "Tokyo", "text"), ("June", "May", "text")],
    ),
    "words put in beside a name spelled otherwise": (
        "Пак Сен Чера и имел беседу",
        "Пак Сон Чхоля и по его просьбе имел беседу",
        [("Сен Чера", "Сон Чхоля", "text"), ("", "по его просьбе ", "text")],
    ),
    "a Korean month that stayed": (
        "전화를 걸어 4월 하순에 주민이",
        "전화하여 4월 하순 주민이",
        [("전화를 걸어", "전화하여", "text"), ("하순에", "하순", "text")],
    ),
    "two Arabic words for two on either side of one that stayed": (
        "السفير الصيني وأبلغه أن الحكومة موافقة",
        "سفير الصين وأبلغه بأن حكومته موافقة",
        [("السفير الصيني", "سفير الصين", "text"), ("أن الحكومة", "بأن حكومته", "text")],
    ),
    "a Thai verb, and a preposition dropped": (
        "ประจำเปียงยางได้พบกับรัฐมนตรี",
        "ประจำเปียงยางเข้าพบรัฐมนตรี",
        [("ได้", "เข้า", "text"), ("กับ", "", "text")],
    ),
    "two sentences made one": (
        "He left Yanji on Tuesday. There he met the guard. They talked.",
        "He left Yanji on Tuesday. There he met the guard, with whom he talked.",
        [(". They", ", with whom he", "text")],
    ),
    "one sentence made two": (
        "to buy enough grain, and so they cross",
        "to buy enough grain. Then they cross",
        [(", and so", ". Then", "text")],
    ),
    "a heading in capitals": (
        "CABLE FROM THE EMBASSY\nMay 4",
        "Cable from the Embassy\nMay 4",
        [("CABLE FROM THE EMBASSY", "Cable from the Embassy", "case")],
    ),
    "a date in an attribute and in the text of a tag": (
        '<date when="1961-05-04">4 May</date> the',
        '<date when="1961-05-05">5 May</date> the',
        [("04", "05", "text"), ("4", "5", "text")],
    ),
    "a line that became longer, and another one": (
        "Qiao: Since January.\nThe end.\n",
        "Qiao: Since January of this year.\nKim: I see.\nThe end.\n",
        [("", " of this year", "text"), ("", "Kim: I see.\n", "text")],
    ),
    "a sentence that became longer, and another one": (
        "He came. We left.",
        "He came in May. Mr. J. Smith knew of it. We left.",
        [("", " in May", "text"), ("", "Mr. J. Smith knew of it. ", "text")],
    ),
    "a Chinese sentence that became longer, and another one": (
        "朝方予以收容。我方未答。",
        "朝方予以收容及寒衣。司長不同意。我方未答。",
        [("", "及寒衣", "text"), ("", "司長不同意。", "text")],
    ),
    "a quotation that became longer, and another one": (
        "He said “no.” Then",
        "He said “no, thank you.” She said “yes.” Then",
        [("", ", thank you", "text"), ("", "She said “yes.” ", "text")],
    ),
    "a line gone after one that became longer": (
        "3. Medicines (see annex)\n4. Blankets, 200\n5. Salt\n",
        "3. Medicines (see annex B)\n5. Salt\n",
        [("", " B", "text"), ("4. Blankets, 200\n", "", "text")],
    ),
    "a line gone after one that has another mark now": (
        "the end of it\nM.I.11\nand then\n",
        "the end of it:\nand then\n",
        [("", ":", "text"), ("M.I.11\n", "", "text")],
    ),
    "characters simplified on either side of a line end": (
        "請示報告\n遼寧省公安廳",
        "请示报告\n辽宁省公安厅",
        [
            ("請", "请", "text"),
            ("報", "报", "text"),
            ("遼寧", "辽宁", "text"),
            ("廳", "厅", "text"),
        ],
    ),
    "the skin of an emoji": ("Well done 👍.", "Well done 👍🏽.", [("👍", "👍🏽", "text")]),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES.keys())
def test_what_the_editor_says(before: str, after: str, expected: Listed) -> None:
    """The changes and their classes are those that an editor would list, either way round."""
    comparison = diff(before, after)
    assert [
        (change.deleted, change.inserted, change.kind) for change in comparison.changes
    ] == expected
    back = diff(after, before)
    assert [(change.inserted, change.deleted, change.kind) for change in back.changes] == expected


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES.keys())
def test_an_ignored_class_is_out_of_sight(before: str, after: str, expected: Listed) -> None:
    """Ignoring a class removes its changes and no others."""
    for kind in {kind for *_, kind in expected}:
        comparison = diff(before, after, ignore=[kind])
        seen = [(change.deleted, change.inserted, change.kind) for change in comparison.changes]
        assert seen == [change for change in expected if change[2] != kind]
        assert comparison.apply(before) == after
