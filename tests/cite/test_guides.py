"""Citations as archives and style guides print them, in the built-in style of each."""

from __future__ import annotations

import pytest

from tests.cite.printed import Printed, body, cases, day, person, text_of, unit

SEEN = {"URL": "https://example.org/c", "accessed": day(2026, 1, 5)}
AKRON = "Archives of the History of American Psychology, University of Akron"
AKRON_PLACE = "Akron, OH, United States"
WASHINGTON = "Washington, DC, United States"
FROM_GUIDES: dict[str, list[Printed]] = {
    "German Federal Archives, Zitierweisen": [
        Printed(
            "bundesarchiv",
            "BArch, R 43-I/161, Image 0184.",
            {"type": "document", **unit("BArch", "R 43-I/161, Image 0184")},
        ),
        Printed(
            "bundesarchiv",
            "BArch, N 1022/32, S. 13ff.",
            {"type": "document", **unit("BArch", "N 1022/32")},
            ("page", "13ff."),
            "de-DE",
        ),
        Printed(
            "bundesarchiv",
            "BArch, N 1022/32, S. 13–15.",
            {"type": "document", **unit("BArch", "N 1022/32")},
            ("page", "13-15"),
            "de-DE",
        ),
        Printed(
            "bundesarchiv",
            "BArch, RW 19 (OKW/Wehrwirtschafts- und Rüstungsamt)/234, Bl. 4.",
            {
                "type": "document",
                **unit("BArch", "234", "RW 19 (OKW/Wehrwirtschafts- und Rüstungsamt)"),
            },
            ("folio", "4"),
            "de-DE",
        ),
        Printed(
            "bundesarchiv",
            "BArch, Bild 183-85458-0001 / Junge, Peter Heinz.",
            {
                "type": "graphic",
                "author": [person("Junge", "Peter Heinz")],
                **unit("BArch", "Bild 183-85458-0001"),
            },
            locale="de-DE",
        ),
        Printed(
            "bundesarchiv",
            "Bundesarchiv, Die März-Revolten in Berlin, Film: BSP 11407-1.",
            {
                "type": "motion_picture",
                "title": "Die März-Revolten in Berlin",
                **unit("Bundesarchiv", "BSP 11407-1"),
            },
            locale="de-DE",
        ),
    ],
    "University College London, the structure of Soviet archives": [
        Printed(
            "fond",
            "GA RF, f. 9425, op. 1, d. 10, ll. 1–3.",
            {"type": "document", **unit("GA RF", "f. 9425, op. 1, d. 10")},
            ("folio", "1-3"),
        ),
        Printed(
            "fond",
            "RGASPI, f. 560, op. 1, d. 6, ll. 11, 12.",
            {"type": "document", **unit("RGASPI", "f. 560, op. 1, d. 6")},
            ("folio", "11, 12"),
        ),
    ],
    "University of Illinois, archival terminology (blanks and dash as the style has them)": [
        Printed(
            "fond",
            "GARF, f. 1235, op. 1, d. 16, ll. 5–7ob.",
            {"type": "document", **unit("GARF", "f. 1235, op. 1, d. 16")},
            ("folio", "5-7ob."),
        ),
    ],
    "National Archives of Australia, citing archival records": [
        Printed(
            "naa",
            "NAA: P1556, Heard Island 1954.",
            {"type": "document", **unit("NAA", "Heard Island 1954", "P1556")},
            locale="en-GB",
        ),
        Printed(
            "naa",
            "NAA: A6180, 19/3/75/5.",
            {"type": "document", **unit("NAA", "19/3/75/5", "A6180")},
            locale="en-GB",
        ),
    ],
    "Library and Archives Canada, citing archival documents": [
        Printed(
            "lac",
            "Library and Archives Canada, RG 45, volume 135, Field Notebook no. 761, page 33, "
            "reproduction copy number C-88047.",
            {
                "type": "document",
                **unit(
                    "Library and Archives Canada",
                    "RG 45, volume 135, Field Notebook no. 761, page 33, "
                    "reproduction copy number C-88047",
                ),
            },
        ),
    ],
    "Library and Archives Canada, citing archival documents (shortened, its marks curled)": [
        Printed(
            "lac",
            "Library and Archives Canada, Geological Survey of Canada fonds, RG 45, “Field "
            "Notebooks, Originals” series, volume 135, file “Field Notebook no. 761, B.C., 1887, "
            "G. M. Dawson”, page 33.",
            {
                "type": "document",
                **unit(
                    "Library and Archives Canada",
                    "RG 45, “Field Notebooks, Originals” series, volume 135, file “Field Notebook "
                    "no. 761, B.C., 1887, G. M. Dawson”",
                    "Geological Survey of Canada fonds",
                ),
            },
            ("page", "33"),
        ),
    ],
    "GOST R 7.0.5-2008, references to archival documents": [
        Printed(
            "fond",
            "НБА РКП. Ф. 2. Оп. 1. Д. 1.",
            {"type": "document", **unit("НБА РКП", "Ф. 2. Оп. 1. Д. 1")},
            locale="ru-RU",
        ),
        Printed(
            "fond",
            "Личное дело П. И. Болдина // ЦГАИПД. Ф. 1728. Ед. хр. 537079.",
            {
                "type": "document",
                "title": "Личное дело П. И. Болдина",
                **unit("ЦГАИПД", "Ф. 1728. Ед. хр. 537079"),
            },
            locale="ru-RU",
        ),
        Printed(
            "fond",
            "Материалы к «Словарю русских псевдонимов» // ОР РГБ. Ф. 223. Картон 79. Ед. хр. 122.",
            {
                "type": "manuscript",
                "title": "Материалы к «Словарю русских псевдонимов»",
                **unit("ОР РГБ", "Ф. 223. Картон 79. Ед. хр. 122"),
            },
            locale="ru-RU",
        ),
    ],
    "Jimmy Carter Library, citing materials (the folder first, in the words of the item)": [
        Printed(
            "presidential",
            "Memo, Bob Lipshutz and Stu Eizenstat to President Carter, 3/23/79, “CA 7 Ex.” folder, "
            "Box CA-14, WHCF-Subject File, Jimmy Carter Library.",
            {
                "type": "personal_communication",
                "genre": "memo",
                "author": [person("Lipshutz", "Bob"), person("Eizenstat", "Stu")],
                "recipient": [body("President Carter")],
                "issued": {"literal": "3/23/79"},
                **unit("Jimmy Carter Library", "“CA 7 Ex.” folder, Box CA-14, WHCF-Subject File"),
            },
        ),
        Printed(
            "presidential",
            "Letter, Sharon Slepicka to Eugene Eidenberg, 8/29/80, File No. 077387, Box 211, "
            "WHCF-Correspondence Tracking, Jimmy Carter Library.",
            {
                "type": "personal_communication",
                "genre": "letter",
                "author": [person("Slepicka", "Sharon")],
                "recipient": [person("Eidenberg", "Eugene")],
                "issued": {"literal": "8/29/80"},
                **unit(
                    "Jimmy Carter Library",
                    "File No. 077387, Box 211, WHCF-Correspondence Tracking",
                ),
            },
        ),
    ],
    "Turabian, A Manual for Writers": [
        Printed(
            "chicago-notes",
            "James Madison to Thomas Jefferson, May 6, 1791, Andre De Coppet Collection, "
            "Firestone Library, Princeton University.",
            {
                "type": "personal_communication",
                "author": [person("Madison", "James")],
                "recipient": [person("Jefferson", "Thomas")],
                "issued": day(1791, 5, 6),
                **unit("Firestone Library, Princeton University", "", "Andre De Coppet Collection"),
            },
        ),
        Printed(
            "chicago-notes",
            "Alvin Johnson, memorandum, 1937, file 36, Horace Kallen Papers, YIVO Institute for "
            "Jewish Research, New York.",
            {
                "type": "document",
                "genre": "memorandum",
                "author": [person("Johnson", "Alvin")],
                "issued": day(1937),
                **unit(
                    "YIVO Institute for Jewish Research",
                    "file 36",
                    "Horace Kallen Papers",
                    "New York",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            "Minutes of the Committee for Improving the Condition of Free Blacks, Pennsylvania "
            "Abolition Society, 1790–1803, Papers of the Pennsylvania Society for the Abolition of "
            "Slavery, Historical Society of Pennsylvania, Philadelphia.",
            {
                "type": "document",
                "genre": "Minutes of the Committee for Improving the Condition of Free Blacks, "
                "Pennsylvania Abolition Society",
                "issued": {"date-parts": [[1790], [1803]]},
                **unit(
                    "Historical Society of Pennsylvania",
                    "",
                    "Papers of the Pennsylvania Society for the Abolition of Slavery",
                    "Philadelphia",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            "Joseph Purcell, “A Map of the Southern Indian District of North America,” ca. 1772, "
            "MS 228, Ayer Collection, Newberry Library, Chicago.",
            {
                "type": "document",
                "author": [person("Purcell", "Joseph")],
                "title": "A Map of the Southern Indian District of North America",
                "issued": {**day(1772), "circa": True},
                **unit("Newberry Library", "MS 228", "Ayer Collection", "Chicago"),
            },
        ),
        Printed(
            "chicago-notes",
            "Kallen, Horace. Papers. YIVO Institute for Jewish Research, New York.",
            {
                "type": "collection",
                "author": [person("Kallen", "Horace")],
                "title": "Papers",
                **unit("YIVO Institute for Jewish Research", place="New York"),
            },
            entry=True,
        ),
        Printed(
            "chicago-notes",
            "Egmont Manuscripts. Phillipps Collection. University of Georgia Library, Athens.",
            {
                "type": "collection",
                "title": "Egmont Manuscripts",
                **unit("University of Georgia Library", "", "Phillipps Collection", "Athens"),
            },
            entry=True,
        ),
    ],
    "The Chicago Manual of Style, interviews": [
        Printed(
            "chicago-notes",
            "Benjamin Spock, interview by Milton J. E. Senn, November 20, 1974, interview 67A, "
            "transcript, Senn Oral History Collection, National Library of Medicine, Bethesda, MD.",
            {
                "type": "interview",
                "author": [person("Spock", "Benjamin")],
                "interviewer": [person("Senn", "Milton J. E.")],
                "issued": day(1974, 11, 20),
                "number": "interview 67A",
                "medium": "transcript",
                **unit(
                    "National Library of Medicine",
                    "",
                    "Senn Oral History Collection",
                    "Bethesda, MD",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            "Andrew Macmillan, interview by author, September 30, 2017.",
            {
                "type": "interview",
                "author": [person("Macmillan", "Andrew")],
                "interviewer": [body("author")],
                "issued": day(2017, 9, 30),
            },
        ),
        Printed(
            "chicago-notes",
            "Macmillan, Andrew. Interview by author. September 30, 2017.",
            {
                "type": "interview",
                "author": [person("Macmillan", "Andrew")],
                "interviewer": [body("author")],
                "issued": day(2017, 9, 30),
            },
            entry=True,
        ),
    ],
    "The Chicago Manual of Style, 18th edition: the day of access": [
        Printed(
            "chicago-notes",
            "“Cable,” accessed January 5, 2026, https://example.org/c.",
            {"type": "document", "title": "Cable", **SEEN},
        ),
        Printed(
            "chicago-notes",
            "“Cable.” Accessed January 5, 2026. https://example.org/c.",
            {"type": "document", "title": "Cable", **SEEN},
            entry=True,
        ),
    ],
    "Publication Manual of the American Psychological Association: retrieval dates": [
        Printed(
            "apa",
            "Cable. Retrieved January 5, 2026, from https://example.org/c",
            {"type": "document", "title": "Cable", **SEEN},
            entry=True,
        ),
    ],
    "MLA Handbook: the date of access": [
        Printed(
            "mla",
            "“Cable.” https://example.org/c. Accessed 5 Jan. 2026.",
            {"type": "document", "title": "Cable", **SEEN},
            entry=True,
        ),
    ],
    "MHRA Style Guide: online publications": [
        Printed(
            "mhra",
            "‘Cable’, <https://example.org/c> [accessed 5 January 2026].",
            {"type": "document", "title": "Cable", **SEEN},
            locale="en-GB",
        ),
    ],
    "Queen Mary University of London, MHRA notes for manuscripts": [
        Printed(
            "mhra",
            "New York, Pierpont Morgan Library, MS M.126, fol. 4r.",
            {"type": "manuscript", **unit("Pierpont Morgan Library", "MS M.126", "", "New York")},
            ("folio", "4r"),
            "en-GB",
        ),
        Printed(
            "mhra",
            "London, National Archives, MS SC 8/199/9925.",
            {"type": "manuscript", **unit("National Archives", "MS SC 8/199/9925", "", "London")},
            locale="en-GB",
        ),
    ],
    "US National Archives, General Information Leaflet 17 (back cover)": [
        Printed(
            "nara",
            "“Plan of outer rock of the Minot Ledge” [Architectural Drawing]; District 2, Drawing "
            "2024; Records of the U.S. Coast Guard, Record Group 26; National Archives at College "
            "Park, College Park, MD.",
            {
                "type": "graphic",
                "genre": "Architectural Drawing",
                "title": "Plan of outer rock of the Minot Ledge",
                **unit(
                    "National Archives at College Park",
                    "District 2, Drawing 2024",
                    "Records of the U.S. Coast Guard, Record Group 26",
                    "College Park, MD",
                ),
            },
        ),
    ],
    "MLA Style Center, citing materials from physical archives": [
        Printed(
            "mla",
            "Chaucer, Geoffrey. The Canterbury Tales. Circa 1400–10, British Library, London, "
            "Harley MS 7334.",
            {
                "type": "book",
                "author": [person("Chaucer", "Geoffrey")],
                "title": "The Canterbury Tales",
                "issued": {"literal": "circa 1400–10"},
                **unit("British Library", "Harley MS 7334", "", "London"),
            },
            entry=True,
        ),
        Printed(
            "mla",
            "Auden, W. H., and Klaus Mann. Prospectus. Decision Magazine Papers, Yale U Library, "
            "New Haven, Manuscripts and Archives, MS 176, box 1, folder 20.",
            {
                "type": "document",
                "genre": "Prospectus",
                "author": [person("Auden", "W. H."), person("Mann", "Klaus")],
                **unit(
                    "Manuscripts and Archives",
                    "MS 176, box 1, folder 20",
                    "Decision Magazine Papers",
                    "Yale U Library, New Haven",
                ),
            },
            entry=True,
        ),
        Printed(
            "mla",
            "Benton, Thomas Hart. Letter to Charles Fremont. 22 June 1847. John Charles Fremont "
            "Papers, Southwest Museum Library, Los Angeles. Manuscript.",
            {
                "type": "personal_communication",
                "author": [person("Benton", "Thomas Hart")],
                "recipient": [person("Fremont", "Charles")],
                "issued": day(1847, 6, 22),
                "medium": "manuscript",
                **unit(
                    "Southwest Museum Library", "", "John Charles Fremont Papers", "Los Angeles"
                ),
            },
            entry=True,
        ),
        Printed(
            "mla",
            "Borges, Jorge Luis. “Thorkelin y el Beowulf.” 1955–60? Jorge Luis Borges Papers, U of "
            "Texas, Austin, Harry Ransom Center, section 2, container 1.14, ff. 1r–11v.",
            {
                "type": "manuscript",
                "author": [person("Borges", "Jorge Luis")],
                "title": "Thorkelin y el Beowulf",
                "issued": {"literal": "1955–60?"},
                **unit(
                    "Harry Ransom Center",
                    "section 2, container 1.14, ff. 1r–11v",
                    "Jorge Luis Borges Papers",
                    "U of Texas, Austin",
                ),
            },
            entry=True,
        ),
    ],
    "APA Style, archival documents and collections": [
        Printed(
            "apa",
            "Zacharius, G. P. (1953, August 15). [Letter to William Rickel (W. Rickel, Trans.)]. "
            "Copy in possession of Hendrika Vande Kemp.",
            {
                "type": "personal_communication",
                "author": [person("Zacharius", "G. P.")],
                "issued": day(1953, 8, 15),
                "recipient": [person("Rickel", "William")],
                "translator": [person("Rickel", "W.")],
                **unit("Copy in possession of Hendrika Vande Kemp"),
            },
            entry=True,
        ),
        Printed(
            "apa",
            "Allport, G. W. (1930–1967). Correspondence. Gordon W. Allport Papers (HUG 4118.10), "
            "Harvard University Archives, Cambridge, MA, United States.",
            {
                "type": "collection",
                "author": [person("Allport", "G. W.")],
                "issued": {"date-parts": [[1930], [1967]]},
                "title": "Correspondence",
                **unit(
                    "Harvard University Archives",
                    "HUG 4118.10",
                    "Gordon W. Allport Papers",
                    "Cambridge, MA, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            "Berliner, A. (1959). Notes for a lecture on reminiscences of Wundt and Leipzig. Anna "
            f"Berliner Memoirs (Box M50), {AKRON}, {AKRON_PLACE}.",
            {
                "type": "manuscript",
                "author": [person("Berliner", "A.")],
                "issued": day(1959),
                "title": "Notes for a lecture on reminiscences of Wundt and Leipzig",
                **unit(AKRON, "Box M50", "Anna Berliner Memoirs", AKRON_PLACE),
            },
            entry=True,
        ),
        Printed(
            "apa",
            "Smith, M. B. (1989, August 12). Interview by C. A. Kiesler [Tape recording]. "
            "President’s Oral History Project, American Psychological Association, APA Archives, "
            f"{WASHINGTON}.",
            {
                "type": "interview",
                "author": [person("Smith", "M. B.")],
                "interviewer": [person("Kiesler", "C. A.")],
                "issued": day(1989, 8, 12),
                "medium": "tape recording",
                **unit(
                    "American Psychological Association, APA Archives",
                    "",
                    "President’s Oral History Project",
                    WASHINGTON,
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            "[Photographs of Robert M. Yerkes]. (ca. 1917–1954). Robert Mearns Yerkes Papers (Box "
            "137, Folder 2292), Manuscripts and Archives, Yale University Library, New Haven, CT, "
            "United States.",
            {
                "type": "graphic",
                "genre": "Photographs of Robert M. Yerkes",
                "issued": {"date-parts": [[1917], [1954]], "circa": True},
                **unit(
                    "Manuscripts and Archives, Yale University Library",
                    "Box 137, Folder 2292",
                    "Robert Mearns Yerkes Papers",
                    "New Haven, CT, United States",
                ),
            },
            entry=True,
        ),
    ],
}


@pytest.mark.parametrize("printed", cases(FROM_GUIDES))
def test_what_guides_print(printed: Printed) -> None:
    """A unit is cited exactly as the guide of its archive or style prints it."""
    assert text_of(printed) == printed.text
