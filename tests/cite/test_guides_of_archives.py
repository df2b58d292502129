"""Citations as the guides of archives have them: presidential libraries, fonds, records."""

from __future__ import annotations

import pytest

from tests.cite.printed import Printed, body, cases, day, person, text_of, unit

FROM_GUIDES: dict[str, list[Printed]] = {
    "Jimmy Carter Library, citing materials": [
        Printed(
            "presidential",
            (
                "Letter, Reid Bondurant to President Carter, 2/15/77, “Bondurant” folder, "
                "WHCF-Name File, Jimmy Carter Library."
            ),
            {
                "type": "personal_communication",
                "genre": "letter",
                "author": [person("Bondurant", "Reid")],
                "recipient": [body("President Carter")],
                "issued": {"literal": "2/15/77"},
                **unit("Jimmy Carter Library", "“Bondurant” folder", "WHCF-Name File"),
            },
        ),
        Printed(
            "presidential",
            (
                "Memo, Jody Powell to Frank Moore, 6/22/77, “Memoranda—Moore, Frank, "
                "1/28/77-6/22/77 [CF, O/A 55]” folder, Box 46, Jody Powell’s Files, Jimmy Carter "
                "Library."
            ),
            {
                "type": "personal_communication",
                "genre": "memo",
                "author": [person("Powell", "Jody")],
                "recipient": [person("Moore", "Frank")],
                "issued": {"literal": "6/22/77"},
                **unit(
                    "Jimmy Carter Library",
                    "“Memoranda—Moore, Frank, 1/28/77-6/22/77 [CF, O/A 55]” folder, Box 46",
                    "Jody Powell’s Files",
                ),
            },
        ),
        Printed(
            "presidential",
            (
                "Memo, Jody Powell to Frank Moore, 6/22/77, “Moore” folder, Box 46, Jody "
                "Powell’s Files, Jimmy Carter Library."
            ),
            {
                "type": "personal_communication",
                "genre": "Memo",
                "author": [person("Powell", "Jody")],
                "recipient": [person("Moore", "Frank")],
                "issued": {"raw": "6/22/77"},
                **unit("Jimmy Carter Library", "“Moore” folder, Box 46", "Jody Powell’s Files"),
            },
        ),
        Printed(
            "presidential",
            (
                "List, Organizations Endorsing SALT II, 11/9/79, “Carter Administration Efforts” "
                "folder, Box 3, George D. Moffett Collection, Jimmy Carter Library."
            ),
            {
                "type": "document",
                "genre": "list",
                "title": "Organizations Endorsing SALT II",
                "issued": {"literal": "11/9/79"},
                **unit(
                    "Jimmy Carter Library",
                    "“Carter Administration Efforts” folder, Box 3",
                    "George D. Moffett Collection",
                ),
            },
        ),
        Printed(
            "presidential",
            (
                "Bob Kuttner’s Position Description, “Staff Descriptions” folder, Box 1, Records "
                "of the National Commission on Neighborhoods, RG 220, Jimmy Carter Library."
            ),
            {
                "type": "document",
                "title": "Bob Kuttner’s Position Description",
                **unit(
                    "Jimmy Carter Library",
                    "“Staff Descriptions” folder, Box 1",
                    "Records of the National Commission on Neighborhoods, RG 220",
                ),
            },
        ),
        Printed(
            "presidential",
            (
                "Hedley Donovan Interview, 8/14/80, White House Staff Exit Interviews, p. 10, "
                "Jimmy Carter Library."
            ),
            {
                "type": "interview",
                "title": "Hedley Donovan Interview",
                "issued": {"literal": "8/14/80"},
                **unit("Jimmy Carter Library", "", "White House Staff Exit Interviews"),
            },
            ("page", "10"),
        ),
        Printed(
            "presidential",
            (
                "Film, “Bill Sign; Rhodesia Chrome,” 3/18/77, 87/00360-7M-0330, U.S. Naval "
                "Photographic Center, Jimmy Carter Library."
            ),
            {
                "type": "motion_picture",
                "genre": "film",
                "title": "Bill Sign; Rhodesia Chrome",
                "issued": {"literal": "3/18/77"},
                **unit(
                    "Jimmy Carter Library", "87/00360-7M-0330", "U.S. Naval Photographic Center"
                ),
            },
        ),
    ],
    "John F. Kennedy Library, citation guide (dates with the comma of the style)": [
        Printed(
            "presidential",
            (
                "James M. Curley to Mr. and Mrs. John F. Kennedy, February 12, 1957. President’s "
                "Office Files, Box 29, “Curley, James M., 12 February 1957.” JFK Library."
            ),
            {
                "type": "personal_communication",
                "author": [person("Curley", "James M.")],
                "recipient": [body("Mr. and Mrs. John F. Kennedy")],
                "issued": day(1957, 2, 12),
                **unit(
                    "JFK Library",
                    "Box 29, “Curley, James M., 12 February 1957”",
                    "President’s Office Files",
                ),
            },
        ),
        Printed(
            "presidential",
            (
                "Chief of Naval Personnel to Lieut. John F. Kennedy, January 7, 1944. John F. "
                "Kennedy Personal Papers, Box 11, “Navy records, 7 January 1944–15 May 1952.” "
                "JFK Library."
            ),
            {
                "type": "personal_communication",
                "author": [body("Chief of Naval Personnel")],
                "recipient": [body("Lieut. John F. Kennedy")],
                "issued": day(1944, 1, 7),
                **unit(
                    "JFK Library",
                    "Box 11, “Navy records, 7 January 1944–15 May 1952”",
                    "John F. Kennedy Personal Papers",
                ),
            },
        ),
        Printed(
            "presidential",
            "ST-C72-49-62. Cecil Stoughton. White House Photographs, JFK Library.",
            {
                "type": "graphic",
                "author": [person("Stoughton", "Cecil")],
                "call-number": "ST-C72-49-62",
                **unit("JFK Library", "", "White House Photographs"),
            },
        ),
        Printed(
            "presidential",
            "ST-C72-49-62. Cecil Stoughton. White House Photographs, JFK Library.",
            {
                "type": "graphic",
                "author": [person("Stoughton", "Cecil")],
                **unit("JFK Library", "ST-C72-49-62", "White House Photographs"),
            },
        ),
    ],
    "German Federal Archives, Zitierweisen": [
        Printed(
            "bundesarchiv",
            "BArch, B 198 Bild-2016-0922-002 / Weber, Günter.",
            {
                "type": "graphic",
                "author": [person("Weber", "Günter")],
                **unit("BArch", "B 198 Bild-2016-0922-002"),
            },
            locale="de-DE",
        ),
        Printed(
            "bundesarchiv",
            "BArch, Die Deutsche Wochenschau Nr. 544 7/1941, Film: K-133736.",
            {
                "type": "motion_picture",
                "title": "Die Deutsche Wochenschau Nr. 544 7/1941",
                **unit("BArch", "K-133736"),
            },
            locale="de-DE",
        ),
        Printed(
            "bundesarchiv",
            "Bundesarchiv, Neue Deutsche Wochenschau Nr. 49/1951, Film: 53452.",
            {
                "type": "motion_picture",
                "title": "Neue Deutsche Wochenschau Nr. 49/1951",
                **unit("Bundesarchiv", "53452"),
            },
            locale="de-DE",
        ),
        Printed(
            "bundesarchiv",
            "BArch, N 1022/32, S. 13–15.",
            {"type": "document", **unit("BArch", "32", "N 1022")},
            ("page", "13-15"),
            locale="de-DE",
        ),
    ],
    "National Archives of Australia, citing archival records, and its glossary": [
        Printed(
            "naa",
            "NAA: A1838, 3107/40/145, p. 12.",
            {"type": "document", **unit("NAA", "3107/40/145", "A1838")},
            ("page", "12"),
            locale="en-GB",
        ),
        Printed(
            "naa",
            "NAA: K997, 1/15/2.",
            {"type": "document", **unit("NAA", "K997, 1/15/2")},
            locale="en-GB",
        ),
        Printed(
            "naa",
            "National Archives of Australia: K997, 1/15/2.",
            {"type": "document", **unit("National Archives of Australia", "1/15/2", "K997")},
            locale="en-GB",
        ),
        Printed(
            "naa",
            "NAA: P1556, 1952/119.",
            {"type": "document", "call-number": "P1556, 1952/119", **unit("NAA")},
            locale="en-GB",
        ),
    ],
    "The National Archives of the United Kingdom, citing records (its forms)": [
        Printed(
            "tna",
            "The National Archives (TNA), PROB 1/4, f. 2.",
            {"type": "manuscript", **unit("The National Archives (TNA)", "PROB 1/4")},
            ("folio", "2"),
            locale="en-GB",
        ),
        Printed(
            "tna",
            "The National Archives of the UK (TNA), FO 371/190, ff. 12–14.",
            {"type": "document", **unit("The National Archives of the UK (TNA)", "FO 371/190")},
            ("folio", "12-14"),
            locale="en-GB",
        ),
        Printed(
            "tna",
            "The National Archives (TNA): Public Record Office (PRO), PROB 1/4, f. 2.",
            {
                "type": "document",
                **unit("The National Archives (TNA): Public Record Office (PRO)", "PROB 1/4"),
            },
            ("folio", "2"),
            locale="en-GB",
        ),
        Printed(
            "tna",
            "The National Archives of the UK (TNA), CAB 129/1, pp. 3–4.",
            {"type": "document", **unit("The National Archives of the UK (TNA)", "CAB 129/1")},
            ("page", "3-4"),
            locale="en-GB",
        ),
        Printed(
            "tna",
            "TNA, SP 12/23, no. 4.",
            {"type": "document", **unit("TNA", "SP 12/23")},
            ("issue", "4"),
            locale="en-GB",
        ),
        Printed(
            "tna",
            "The National Archives of the UK (TNA), PROB 1/4, f. 2.",
            {
                "type": "manuscript",
                "page": "f. 2",
                **unit("The National Archives of the UK (TNA)", "PROB 1/4"),
            },
            locale="en-GB",
        ),
        Printed(
            "tna",
            "The National Archives of the UK (TNA), FO 371/1234.",
            {"type": "document", **unit("The National Archives of the UK (TNA)", "1234", "FO 371")},
            locale="en-GB",
        ),
    ],
    "University College London and University of Illinois, on Russian archives": [
        Printed(
            "fond",
            "GARF, f. R-5446, op. 1, d. 24, ll. 3, 5ob.",
            {"type": "document", **unit("GARF", "f. R-5446, op. 1, d. 24")},
            ("folio", "3, 5ob."),
        ),
        Printed(
            "fond",
            "Polozhenie o komissii, May 3, 1921, RGASPI, f. 17, op. 1, d. 2, l. 4.",
            {
                "type": "document",
                "genre": "Polozhenie o komissii",
                "issued": day(1921, 5, 3),
                **unit("RGASPI", "f. 17, op. 1, d. 2"),
            },
            ("folio", "4"),
        ),
        Printed(
            "fond",
            "GARF, f. 1235, op. 1, d. 16, ll. 5–7ob.",
            {"type": "document", "page": "5-7ob.", **unit("GARF", "f. 1235, op. 1, d. 16")},
        ),
        Printed(
            "fond",
            "GARF, f. 1235, op. 1, d. 16, ll. 5–7ob.",
            {"type": "personal_communication", **unit("GARF", "f. 1235, op. 1, d. 16")},
            ("folio", "5–7ob."),
        ),
        Printed(
            "fond",
            "Arkhiv A. M. Gorkogo, KG-NP/A, 22-4:1-2.",
            {"type": "document", **unit("Arkhiv A. M. Gorkogo", "KG-NP/A, 22-4:1-2")},
        ),
    ],
    "GOST R 7.0.5-2008, and call numbers in small letters as historians write them": [
        Printed(
            "fond",
            "РГАСПИ. Ф. 17. Оп. 162. Д. 10. Л. 5.",
            {"type": "document", **unit("РГАСПИ", "Ф. 17. Оп. 162. Д. 10")},
            ("folio", "5"),
            locale="ru-RU",
        ),
        Printed(
            "fond",
            "РГАСПИ, ф. 17, оп. 162, д. 10, л. 5.",
            {"type": "document", **unit("РГАСПИ", "ф. 17, оп. 162, д. 10")},
            ("folio", "5"),
            locale="ru-RU",
        ),
        Printed(
            "fond",
            "РГАСПИ, ф. 17, оп. 162, д. 10, лл. 5–7.",
            {"type": "document", **unit("РГАСПИ", "ф. 17, оп. 162, д. 10")},
            ("folio", "5-7"),
            locale="ru-RU",
        ),
        Printed(
            "fond",
            "РГАСПИ. Ф. 17. Оп. 162. Д. 10. Л. 5–7.",
            {"type": "document", **unit("РГАСПИ", "Ф. 17. Оп. 162. Д. 10")},
            ("folio", "5-7"),
            locale="ru-RU",
        ),
        Printed(
            "fond",
            (
                "Куфаев М. Н. Письмо Б. С. Боднарскому от 20 октября 1925 г. // ОР РГБ. Ф. 573. "
                "Картон 41. Д. 55. Л. 18."
            ),
            {
                "type": "document",
                "author": [person("Куфаев", "М. Н.")],
                "title": "Письмо Б. С. Боднарскому от 20 октября 1925 г.",
                **unit("ОР РГБ", "Ф. 573. Картон 41. Д. 55"),
            },
            ("folio", "18"),
            locale="ru-RU",
        ),
        Printed(
            "fond",
            (
                "Фомин А. Г. [Материалы по истории русской библиографии] // РО ИРЛИ. Ф. 568. Оп. "
                "1. Д. 1."
            ),
            {
                "type": "manuscript",
                "author": [person("Фомин", "А. Г.")],
                "title": "[Материалы по истории русской библиографии]",
                **unit("РО ИРЛИ", "Ф. 568. Оп. 1. Д. 1"),
            },
            locale="ru-RU",
        ),
        Printed(
            "fond",
            (
                "Фомин А. Г. [Материалы по истории русской библиографии] // РО ИРЛИ. Ф. 568. Оп. "
                "1. Д. 1."
            ),
            {
                "type": "manuscript",
                "author": [person("Фомин", "Александр Григорьевич")],
                "title": "[Материалы по истории русской библиографии]",
                **unit("РО ИРЛИ", "Ф. 568. Оп. 1. Д. 1"),
            },
            locale="ru-RU",
        ),
        Printed(
            "fond",
            (
                "Гребенщиков Я. П. К небольшому курсу по библиографии // ОР РНБ. Ф. 41. Ед. хр. "
                "45. Л. 1–10."
            ),
            {
                "type": "manuscript",
                "author": [person("Гребенщиков", "Я. П.")],
                "title": "К небольшому курсу по библиографии",
                **unit("ОР РНБ", "Ф. 41. Ед. хр. 45"),
            },
            ("folio", "1-10"),
            locale="ru-RU",
        ),
    ],
    "Library and Archives Canada, citing archival documents": [
        Printed(
            "lac",
            (
                "Library and Archives Canada, Alexander Tilloch Galt fonds, MG 27 I D8, “Family "
                "correspondence” series, volume 8, page 3316, letter from Elliot Galt to Mrs. A. "
                "T. Galt."
            ),
            {
                "type": "personal_communication",
                "genre": "letter",
                "author": [person("Galt", "Elliot")],
                "recipient": [body("Mrs. A. T. Galt")],
                **unit(
                    "Library and Archives Canada",
                    "MG 27 I D8, “Family correspondence” series, volume 8",
                    "Alexander Tilloch Galt fonds",
                ),
            },
            ("page", "3316"),
        ),
        Printed(
            "lac",
            "Library and Archives Canada, RG 25, vol. 1500, file 12-3, p. 4.",
            {
                "type": "document",
                **unit("Library and Archives Canada", "RG 25, vol. 1500, file 12-3, p. 4"),
            },
        ),
        Printed(
            "lac",
            (
                "Library and Archives Canada, Indian Affairs, RG 10, volume 3600, file 1564, "
                "microfilm reel C-10103."
            ),
            {
                "type": "document",
                **unit(
                    "Library and Archives Canada",
                    "RG 10, volume 3600, file 1564, microfilm reel C-10103",
                    "Indian Affairs",
                ),
            },
        ),
        Printed(
            "lac",
            (
                "Library and Archives Canada, Geological Survey of Canada fonds, RG 45, volume "
                "135, page 33, reproduction copy number C-88047, microfilm reel C-4846."
            ),
            {
                "type": "document",
                "call-number": "reproduction copy number C-88047, microfilm reel C-4846",
                **unit(
                    "Library and Archives Canada",
                    "RG 45, volume 135",
                    "Geological Survey of Canada fonds",
                ),
            },
            ("page", "33"),
        ),
    ],
    "US National Archives, General Information Leaflet 17": [
        Printed(
            "nara",
            (
                "“Minot’s Rock Light” [Architectural Drawing]; District 2, Drawing 2011; Records "
                "of the U.S. Coast Guard, Record Group 26; National Archives at College Park, "
                "College Park, MD."
            ),
            {
                "type": "map",
                "genre": "Architectural Drawing",
                "title": "Minot’s Rock Light",
                **unit(
                    "National Archives at College Park",
                    "District 2, Drawing 2011",
                    "Records of the U.S. Coast Guard, Record Group 26",
                    "College Park, MD",
                ),
            },
        ),
        Printed(
            "nara",
            (
                "William P. Fessenden to Thomas Ewing, September 7, 1850; Letters Received, "
                "1849–1880; Records of the Office of the Secretary of the Interior, Record Group "
                "48; National Archives Building, Washington, DC."
            ),
            {
                "type": "personal_communication",
                "author": [person("Fessenden", "William P.")],
                "recipient": [person("Ewing", "Thomas")],
                "issued": day(1850, 9, 7),
                **unit(
                    "National Archives Building",
                    "Letters Received, 1849–1880",
                    "Records of the Office of the Secretary of the Interior, Record Group 48",
                    "Washington, DC",
                ),
            },
        ),
    ],
    "Wilson Center Digital Archive, the citation recommended with its documents": [
        Printed(
            "wilson",
            (
                "“Cable from the Chinese Foreign Ministry, ‘Instructions for Ambassador Wang,’” "
                "August 28, 1955, History and Public Policy Program Digital Archive, PRC FMA "
                "111-00014-02. Obtained by CWIHP and translated by Jane Doe. "
                "https://digitalarchive.wilsoncenter.org/document/2"
            ),
            {
                "type": "document",
                "title": "Cable from the Chinese Foreign Ministry, "
                "‘Instructions for Ambassador Wang’",
                "issued": day(1955, 8, 28),
                "contributor": [body("CWIHP")],
                "translator": [person("Doe", "Jane")],
                "URL": "https://digitalarchive.wilsoncenter.org/document/2",
                **unit("History and Public Policy Program Digital Archive", "PRC FMA 111-00014-02"),
            },
        ),
        Printed(
            "wilson",
            (
                "“Journal of Soviet Ambassador to the DPRK A. M. Puzanov for 12 May 1957,” May "
                "12, 1957, History and Public Policy Program Digital Archive, AVPRF F. 0102, Op. "
                "13, P. 72, Delo 5, Listy 114–130. Translated for NKIDP by Gary Goldberg. "
                "https://digitalarchive.wilsoncenter.org/document/115606"
            ),
            {
                "type": "document",
                "title": "Journal of Soviet Ambassador to the DPRK A. M. Puzanov for 12 May 1957",
                "issued": day(1957, 5, 12),
                "producer": [body("NKIDP")],
                "translator": [person("Goldberg", "Gary")],
                "URL": "https://digitalarchive.wilsoncenter.org/document/115606",
                **unit(
                    "History and Public Policy Program Digital Archive",
                    "AVPRF F. 0102, Op. 13, P. 72, Delo 5, Listy 114–130",
                ),
            },
        ),
    ],
    "other presidential libraries: collection before box": [
        Printed(
            "presidential",
            (
                "Memorandum, McGeorge Bundy to the President, February 16, 1964, National "
                "Security File, Country File, Vietnam, Box 2, LBJ Library."
            ),
            {
                "type": "personal_communication",
                "genre": "memorandum",
                "author": [person("Bundy", "McGeorge")],
                "recipient": [body("the President")],
                "issued": day(1964, 2, 16),
                **unit("LBJ Library", "Box 2", "National Security File, Country File, Vietnam"),
            },
        ),
        Printed(
            "presidential",
            (
                "Harry S. Truman to Dean Acheson, March 15, 1957, Dean Acheson Papers, Box 166, "
                "Harry S. Truman Library."
            ),
            {
                "type": "personal_communication",
                "author": [person("Truman", "Harry S.")],
                "recipient": [person("Acheson", "Dean")],
                "issued": day(1957, 3, 15),
                **unit("Harry S. Truman Library", "Box 166", "Dean Acheson Papers"),
            },
        ),
    ],
}


@pytest.mark.parametrize("printed", cases(FROM_GUIDES))
def test_what_archives_print(printed: Printed) -> None:
    """A unit is cited exactly so in the style that is named after the guide."""
    assert text_of(printed) == printed.text
