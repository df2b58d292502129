"""Archival units as the manuals of style have them, and university archives that follow these."""

from __future__ import annotations

import pytest

from tests.cite.printed import Printed, body, cases, day, person, text_of, unit

FROM_GUIDES: dict[str, list[Printed]] = {
    "MLA Style Center, and Slippery Rock University's guide": [
        Printed(
            "mla",
            (
                "Borges, Jorge Luis. “Thorkelin y el Beowulf.” 1955–60? Jorge Luis Borges "
                "Papers, U of Texas, Austin, Harry Ransom Center, section 2, container 1.14, ff. "
                "1r–11v."
            ),
            {
                "type": "manuscript",
                "author": [person("Borges", "Jorge Luis")],
                "title": "Thorkelin y el Beowulf",
                "issued": {"edtf": "1955?/1960?"},
                **unit(
                    "Harry Ransom Center",
                    "section 2, container 1.14, ff. 1r–11v",
                    "Jorge Luis Borges Papers",
                    "U of Texas, Austin",
                ),
            },
            entry=True,
        ),
        Printed(
            "mla",
            (
                "Borges, Jorge Luis. “Thorkelin y el Beowulf.” 1955–60? Jorge Luis Borges "
                "Papers, U of Texas, Austin, Harry Ransom Center, section 2, container 1.14, ff. "
                "1r–11v."
            ),
            {
                "type": "manuscript",
                "author": [person("Borges", "Jorge Luis")],
                "title": "Thorkelin y el Beowulf",
                "issued": {"raw": "1955–60?"},
                **unit(
                    "Harry Ransom Center",
                    "section 2, container 1.14, ff. 1r–11v",
                    "Jorge Luis Borges Papers",
                    "U of Texas, Austin",
                ),
            },
            entry=True,
        ),
        Printed(
            "mla",
            (
                "Chaucer, Geoffrey. The Canterbury Tales. Circa 1400–10, British Library, "
                "London, Harley MS 7334."
            ),
            {
                "type": "book",
                "author": [person("Chaucer", "Geoffrey")],
                "title": "The Canterbury Tales",
                "issued": {"date-parts": [[1400], [1410]], "circa": True},
                **unit("British Library", "Harley MS 7334", "", "London"),
            },
            entry=True,
        ),
        Printed(
            "mla",
            (
                "Kringle, Claus. Letter to the big elf. 5 Oct. 1804. Catherine Quest Papers, "
                "Stewart Alma Library, Evansville. Typescript."
            ),
            {
                "type": "personal_communication",
                "author": [person("Kringle", "Claus")],
                "recipient": [body("the big elf")],
                "issued": day(1804, 10, 5),
                "medium": "typescript",
                **unit("Stewart Alma Library", "", "Catherine Quest Papers", "Evansville"),
            },
            entry=True,
        ),
        Printed(
            "mla",
            "Swartz, Colette. Letter to Mark Coop. 1 Feb. 1845. Manuscript.",
            {
                "type": "personal_communication",
                "author": [person("Swartz", "Colette")],
                "recipient": [person("Coop", "Mark")],
                "issued": day(1845, 2, 1),
                "medium": "manuscript",
            },
            entry=True,
        ),
        Printed(
            "mla",
            "Swartz, Colette. Letter to Mark Coop. 1 Feb. 1845.",
            {
                "type": "personal_communication",
                "genre": "letter",
                "author": [person("Swartz", "Colette")],
                "recipient": [person("Coop", "Mark")],
                "issued": day(1845, 2, 1),
            },
            entry=True,
        ),
        Printed(
            "mla",
            (
                "Moore, Marianne. Letter to Bryher. 28 Sept. 1954. Bryher Papers, Beinecke Rare "
                "Book and Manuscript Library, Yale U, GEN MSS 97, box 38, folder 1373."
            ),
            {
                "type": "personal_communication",
                "author": [person("Moore", "Marianne")],
                "recipient": [body("Bryher")],
                "issued": day(1954, 9, 28),
                **unit(
                    "Beinecke Rare Book and Manuscript Library, Yale U",
                    "GEN MSS 97, box 38, folder 1373",
                    "Bryher Papers",
                ),
            },
            entry=True,
        ),
    ],
    "APA Style, archival documents, and College of the Rockies' guide as APA has it today": [
        Printed(
            "apa",
            (
                "Frank, L. K. (1935, February 4). [Letter to Robert M. Ogden]. Rockefeller "
                "Archive Center (GEB Series 1.3, Box 371, Folder 3877), Tarrytown, NY, United "
                "States."
            ),
            {
                "type": "personal_communication",
                "author": [person("Frank", "L. K.")],
                "recipient": [person("Ogden", "Robert M.")],
                "issued": day(1935, 2, 4),
                **unit(
                    "Rockefeller Archive Center",
                    "GEB Series 1.3, Box 371, Folder 3877",
                    "",
                    "Tarrytown, NY, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Sparkman, C. F. (1973). An oral history with Dr. Colley F. Sparkman (O. "
                "Scarborough, Interviewer) [Interview]. Mississippi Oral History Program."
            ),
            {
                "type": "interview",
                "author": [person("Sparkman", "C. F.")],
                "title": "An oral history with Dr. Colley F. Sparkman",
                "interviewer": [person("Scarborough", "O.")],
                "genre": "Interview",
                "issued": day(1973),
                **unit("Mississippi Oral History Program"),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Milne, A. J. (1880, December 31). Cartoon showing Western Canada up for auction "
                "[Photo]. Archives collection (Image No. NA-3055-13), Glenbow Museum, Calgary, "
                "Alberta."
            ),
            {
                "type": "graphic",
                "author": [person("Milne", "A. J.")],
                "issued": day(1880, 12, 31),
                "title": "Cartoon showing Western Canada up for auction",
                "genre": "Photo",
                **unit(
                    "Glenbow Museum",
                    "Image No. NA-3055-13",
                    "Archives collection",
                    "Calgary, Alberta",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Barling, E. (n.d.). Interview by J. Opie [Tape recording]. Interviews for a "
                "radio documentary on Frances Hodgkins (AG-583/008), Hocken Collections, "
                "Dunedin, N.Z."
            ),
            {
                "type": "interview",
                "author": [person("Barling", "E.")],
                "interviewer": [person("Opie", "J.")],
                "issued": {"literal": "n.d."},
                "medium": "Tape recording",
                **unit(
                    "Hocken Collections",
                    "AG-583/008",
                    "Interviews for a radio documentary on Frances Hodgkins",
                    "Dunedin, N.Z.",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Griffin, R. F. (1928, November 2). Report for Colonial Commission. Herbert Otto "
                "Roth Papers (94-106-01/1), Alexander Turnbull Library, Wellington, N.Z."
            ),
            {
                "type": "document",
                "author": [person("Griffin", "R. F.")],
                "issued": day(1928, 11, 2),
                "title": "Report for Colonial Commission",
                **unit(
                    "Alexander Turnbull Library",
                    "94-106-01/1",
                    "Herbert Otto Roth Papers",
                    "Wellington, N.Z.",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Holland, A. (1914, August 9). [Letter to Stella Holland]. Patrick O’Farrell "
                "Papers (MS 6265/1/21), National Library of Australia, Canberra."
            ),
            {
                "type": "personal_communication",
                "author": [person("Holland", "A.")],
                "recipient": [person("Holland", "Stella")],
                "issued": day(1914, 8, 9),
                **unit(
                    "National Library of Australia",
                    "MS 6265/1/21",
                    "Patrick O'Farrell Papers",
                    "Canberra",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Allport, A. (ca. 1937). Marion Taylor today—by the biographer [Unpublished "
                "manuscript]. Marion Taylor Papers, Schlesinger Library, Radcliffe College, "
                "Cambridge, MA, United States."
            ),
            {
                "type": "manuscript",
                "author": [person("Allport", "A.")],
                "issued": {"date-parts": [[1937]], "circa": True},
                "title": "Marion Taylor today—by the biographer",
                "genre": "Unpublished manuscript",
                **unit(
                    "Schlesinger Library, Radcliffe College",
                    "",
                    "Marion Taylor Papers",
                    "Cambridge, MA, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Subcommittee on Mental Hygiene Personnel in School Programs. (1949, November "
                "5–6). Meeting of Subcommittee on Mental Hygiene Personnel in School Programs. "
                "David Shakow Papers (M1360), Archives of the History of American Psychology, "
                "University of Akron, Akron, OH, United States."
            ),
            {
                "type": "document",
                "author": [body("Subcommittee on Mental Hygiene Personnel in School Programs")],
                "issued": {"date-parts": [[1949, 11, 5], [1949, 11, 6]]},
                "title": "Meeting of Subcommittee on Mental Hygiene Personnel in School Programs",
                **unit(
                    "Archives of the History of American Psychology, University of Akron",
                    "M1360",
                    "David Shakow Papers",
                    "Akron, OH, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Sci-Art Publishers. (1935). Sci-Art publications [Brochure]. Roback Papers "
                "(HUGFP 104.50, Box 2, Folder “Miscellaneous Psychological Materials”), Harvard "
                "University Archives, Cambridge, MA, United States."
            ),
            {
                "type": "pamphlet",
                "author": [body("Sci-Art Publishers")],
                "issued": day(1935),
                "title": "Sci-Art publications",
                "genre": "Brochure",
                **unit(
                    "Harvard University Archives",
                    "HUGFP 104.50, Box 2, Folder “Miscellaneous Psychological Materials”",
                    "Roback Papers",
                    "Cambridge, MA, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            (
                "Frank, L. K. (1935, February 4). [Letter to Robert M. Ogden]. Rockefeller "
                "Archive Center (GEB Series 1.3, Box 371, Folder 3877), Tarrytown, NY, United "
                "States."
            ),
            {
                "type": "personal_communication",
                "author": [person("Frank", "L. K.")],
                "title": "Letter to Robert M. Ogden",
                "issued": day(1935, 2, 4),
                **unit(
                    "Rockefeller Archive Center",
                    "GEB Series 1.3, Box 371, Folder 3877",
                    "",
                    "Tarrytown, NY, United States",
                ),
            },
            entry=True,
        ),
        Printed(
            "apa",
            "(Frank, 1935)",
            {
                "type": "personal_communication",
                "author": [person("Frank", "L. K.")],
                "title": "Letter to Robert M. Ogden",
                "issued": day(1935, 2, 4),
            },
        ),
        Printed(
            "apa",
            "(Allport, 1930–1967)",
            {
                "type": "collection",
                "author": [person("Allport", "G. W.")],
                "title": "Correspondence",
                "issued": {"date-parts": [[1930], [1967]]},
            },
        ),
        Printed(
            "apa",
            "([Photographs of Robert M. Yerkes], ca. 1917–1954)",
            {
                "type": "graphic",
                "genre": "Photographs of Robert M. Yerkes",
                "issued": {"date-parts": [[1917], [1954]], "circa": True},
                **unit("X"),
            },
        ),
    ],
    "Turabian, The Chicago Manual of Style, and the guides of university archives after them": [
        Printed(
            "chicago-notes",
            (
                "James Oglethorpe to the Trustees, January 13, 1733, 14200:13, Phillipps "
                "Collection of Egmont Manuscripts, University of Georgia Library, Athens."
            ),
            {
                "type": "personal_communication",
                "author": [person("Oglethorpe", "James")],
                "recipient": [body("the Trustees")],
                "issued": day(1733, 1, 13),
                **unit(
                    "University of Georgia Library",
                    "14200:13",
                    "Phillipps Collection of Egmont Manuscripts",
                    "Athens",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Adlai E. Stevenson to John F. Kennedy, January 12, 1961, box 310, Adlai E. "
                "Stevenson Papers, Seeley G. Mudd Library, Princeton University."
            ),
            {
                "type": "personal_communication",
                "author": [person("Stevenson", "Adlai E.")],
                "recipient": [person("Kennedy", "John F.")],
                "issued": day(1961, 1, 12),
                **unit(
                    "Seeley G. Mudd Library, Princeton University",
                    "box 310",
                    "Adlai E. Stevenson Papers",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Thomas Jefferson to James Madison, 11 September 1801, folder 20, Thomas "
                "Jefferson Collection, Department of Special Collections, Princeton University "
                "Library."
            ),
            {
                "type": "personal_communication",
                "author": [person("Jefferson", "Thomas")],
                "recipient": [person("Madison", "James")],
                "issued": day(1801, 9, 11),
                **unit(
                    "Department of Special Collections, Princeton University Library",
                    "folder 20",
                    "Thomas Jefferson Collection",
                ),
            },
            locale="en-GB",
        ),
        Printed(
            "chicago-notes",
            "Stevenson, Adlai E. Papers. Seeley G. Mudd Library, Princeton University.",
            {
                "type": "collection",
                "author": [person("Stevenson", "Adlai E.")],
                "title": "Papers",
                **unit("Seeley G. Mudd Library, Princeton University"),
            },
            entry=True,
        ),
        Printed(
            "chicago-notes",
            (
                "Thomas Jefferson Collection. Department of Special Collections, Princeton "
                "University Library."
            ),
            {
                "type": "collection",
                "title": "Thomas Jefferson Collection",
                **unit("Department of Special Collections, Princeton University Library"),
            },
            entry=True,
        ),
        Printed(
            "chicago-notes",
            (
                "Thomas Jefferson Collection. Department of Special Collections, Princeton "
                "University Library."
            ),
            {
                "type": "collection",
                **unit(
                    "Department of Special Collections, Princeton University Library",
                    "",
                    "Thomas Jefferson Collection",
                ),
            },
            entry=True,
        ),
        Printed(
            "chicago-notes",
            (
                "White House Press Releases. Gerald R. Ford Presidential Library, Ann Arbor, MI. "
                "https://catalog.archives.gov/id/7338580."
            ),
            {
                "type": "collection",
                "title": "White House Press Releases",
                "URL": "https://catalog.archives.gov/id/7338580",
                **unit("Gerald R. Ford Presidential Library", "", "", "Ann Arbor, MI"),
            },
            entry=True,
        ),
        Printed(
            "chicago-notes",
            "Papers of Desmond Ryan. UCD Archives, University College Dublin, Ireland.",
            {
                "type": "collection",
                "title": "Papers of Desmond Ryan",
                **unit("UCD Archives, University College Dublin", "", "", "Ireland"),
            },
            locale="en-GB",
            entry=True,
        ),
        Printed(
            "chicago-notes",
            (
                "Children’s Workbook, n.d., Woman’s Christian Temperance Union (Amsden, Ohio), "
                "Bowling Green State University Library."
            ),
            {
                "type": "document",
                "genre": "Children’s Workbook",
                "issued": {"literal": "n.d."},
                **unit(
                    "Bowling Green State University Library",
                    "",
                    "Woman’s Christian Temperance Union (Amsden, Ohio)",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Typescript of short story Brothers and Sisters by Budge Wilson, 2000, "
                "MS-2-650.2013-070, Box 3, Folder 9, Budge Wilson fonds, Dalhousie University "
                "Archives, Halifax, Nova Scotia, Canada."
            ),
            {
                "type": "document",
                "genre": "Typescript of short story Brothers and Sisters by Budge Wilson",
                "issued": day(2000),
                **unit(
                    "Dalhousie University Archives",
                    "MS-2-650.2013-070, Box 3, Folder 9",
                    "Budge Wilson fonds",
                    "Halifax, Nova Scotia, Canada",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Sanford Bates, “The Establishment and the Early Years of the Federal Probation "
                "System,” 1950, box 3, folder 38, Sanford Bates Collection, Sam Houston State "
                "University Special Collections, Huntsville, TX."
            ),
            {
                "type": "manuscript",
                "author": [person("Bates", "Sanford")],
                "title": "The Establishment and the Early Years of the Federal Probation System",
                "issued": day(1950),
                **unit(
                    "Sam Houston State University Special Collections",
                    "box 3, folder 38",
                    "Sanford Bates Collection",
                    "Huntsville, TX",
                ),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Aldo Leopold, “Some Animals in the Wild,” in The River of the Mother of God, "
                "ed. Susan L. Flader (University of Wisconsin Press, 1992)."
            ),
            {
                "type": "chapter",
                "author": [person("Leopold", "Aldo")],
                "title": "Some Animals in the Wild",
                "container-title": "The River of the Mother of God",
                "editor": [person("Flader", "Susan L.")],
                "publisher": "University of Wisconsin Press",
                "issued": day(1992),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Kent M. Haworth, “Local Archives: Responsibilities and Challenges for "
                "Archivists,” Archivaria 3 (Winter 1976–77): 28–39."
            ),
            {
                "type": "article-journal",
                "author": [person("Haworth", "Kent M.")],
                "title": "Local Archives: Responsibilities and Challenges for Archivists",
                "container-title": "Archivaria",
                "volume": "3",
                "issued": {"literal": "Winter 1976–77"},
                "page": "28-39",
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Richard J. Cox, “The Great Newspaper Caper: Backlash in the Digital Age,” First "
                "Monday 5, no. 12 (December 2000), accessed May 7, 2004, https://example.org/f."
            ),
            {
                "type": "article-journal",
                "author": [person("Cox", "Richard J.")],
                "title": "The Great Newspaper Caper: Backlash in the Digital Age",
                "container-title": "First Monday",
                "volume": "5",
                "issue": "12",
                "issued": day(2000, 12),
                "accessed": day(2004, 5, 7),
                "URL": "https://example.org/f",
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Propertius, Elegies, ed. and trans. G. P. Goold, Loeb Classical Library 18 "
                "(Harvard University Press, 1990), 45."
            ),
            {
                "type": "book",
                "author": [person("Propertius")],
                "title": "Elegies",
                "editor": [person("Goold", "G. P.")],
                "translator": [person("Goold", "G. P.")],
                "collection-title": "Loeb Classical Library",
                "collection-number": "18",
                "publisher": "Harvard University Press",
                "issued": day(1990),
            },
            ("page", "45"),
        ),
        Printed(
            "chicago-notes",
            (
                "Tom Nesmith, ed., Canadian Archival Studies and the Rediscovery of Provenance "
                "(Scarecrow Press, 1993)."
            ),
            {
                "type": "book",
                "editor": [person("Nesmith", "Tom")],
                "title": "Canadian Archival Studies and the Rediscovery of Provenance",
                "publisher": "Scarecrow Press",
                "issued": day(1993),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "D. Draaisma, Metaphors of Memory: A History of Ideas about the Mind, trans. "
                "Paul Vincent (Cambridge University Press, 2000)."
            ),
            {
                "type": "book",
                "author": [person("Draaisma", "D.")],
                "title": "Metaphors of Memory: A History of Ideas about the Mind",
                "translator": [person("Vincent", "Paul")],
                "publisher": "Cambridge University Press",
                "issued": day(2000),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Guadalupe Navarro-Garcia, “Integrating Social Justice Values” (PhD diss., "
                "University of California, Los Angeles, 2016), 44, ProQuest Dissertations and "
                "Theses Global."
            ),
            {
                "type": "thesis",
                "author": [person("Navarro-Garcia", "Guadalupe")],
                "title": "Integrating Social Justice Values",
                "genre": "PhD diss.",
                "publisher": "University of California, Los Angeles",
                "issued": day(2016),
                **unit("ProQuest Dissertations and Theses Global"),
            },
            ("page", "44"),
        ),
        Printed(
            "chicago-notes",
            (
                "Memorandum by Alvin Johnson, 1937, file 36, Horace Kallen Papers, YIVO "
                "Institute, New York."
            ),
            {
                "type": "document",
                "genre": "Memorandum by Alvin Johnson",
                "issued": day(1937),
                **unit("YIVO Institute", "file 36", "Horace Kallen Papers", "New York"),
            },
        ),
        Printed(
            "chicago-notes",
            (
                "Mairin Mitchell, letter to Desmond Ryan, 2 February 1940, Papers of Desmond "
                "Ryan, UCD Archives, Ireland."
            ),
            {
                "type": "personal_communication",
                "author": [person("Mitchell", "Mairin")],
                "genre": "letter to Desmond Ryan",
                "issued": day(1940, 2, 2),
                **unit("UCD Archives", "", "Papers of Desmond Ryan", "Ireland"),
            },
            locale="en-GB",
        ),
        Printed(
            "chicago-notes",
            (
                "Mitchell, Mairin. Letter to Desmond Ryan. 2 February 1940. Papers of Desmond "
                "Ryan. UCD Archives, University College Dublin Library, Ireland."
            ),
            {
                "type": "personal_communication",
                "author": [person("Mitchell", "Mairin")],
                "title": "Letter to Desmond Ryan",
                "issued": day(1940, 2, 2),
                **unit(
                    "UCD Archives, University College Dublin Library",
                    "",
                    "Papers of Desmond Ryan",
                    "Ireland",
                ),
            },
            locale="en-GB",
            entry=True,
        ),
        Printed(
            "chicago-notes",
            (
                "Mairin Mitchell, letter to Desmond Ryan, 2 February 1940, Papers of Desmond "
                "Ryan, UCD Archives."
            ),
            {
                "type": "personal_communication",
                "author": [person("Mitchell", "Mairin")],
                "title": "Letter to Desmond Ryan",
                "issued": day(1940, 2, 2),
                **unit("UCD Archives", "", "Papers of Desmond Ryan"),
            },
            locale="en-GB",
        ),
        Printed(
            "chicago-notes",
            (
                "Correspondence from Richard Howley to William Howley, 18 July 1865, 3.01.012, "
                "COLL-262, Howley Family Papers, Archives & Special Collections, Queen Elizabeth "
                "II Library, Memorial University Libraries, St. John’s, NL."
            ),
            {
                "type": "personal_communication",
                "title": "Correspondence from Richard Howley to William Howley",
                "issued": day(1865, 7, 18),
                **unit(
                    (
                        "Archives & Special Collections, Queen Elizabeth II Library, Memorial "
                        "University Libraries"
                    ),
                    "3.01.012, COLL-262",
                    "Howley Family Papers",
                    "St. John’s, NL",
                ),
            },
            locale="en-GB",
        ),
        Printed(
            "chicago-notes",
            (
                "“Giant of the Air,” n.d., 44-PF-172j, World War II Foreign Posters, 1942–1945, "
                "National Archives at College Park, College Park, MD."
            ),
            {
                "type": "graphic",
                "title": "Giant of the Air",
                "issued": {"literal": "n.d."},
                **unit(
                    "National Archives at College Park",
                    "44-PF-172j",
                    "World War II Foreign Posters, 1942–1945",
                    "College Park, MD",
                ),
            },
        ),
    ],
    "Turabian, and Colorado State University's and Bates College's guides": [
        Printed(
            "chicago-author-date",
            (
                "Peterkin, Julia. 1930. Letter to George Shively. October 18. Bobbs-Merrill "
                "Papers. Lilly Library, Indiana University, Bloomington."
            ),
            {
                "type": "personal_communication",
                "author": [person("Peterkin", "Julia")],
                "recipient": [person("Shively", "George")],
                "issued": day(1930, 10, 18),
                **unit(
                    "Lilly Library, Indiana University", "", "Bobbs-Merrill Papers", "Bloomington"
                ),
            },
            entry=True,
        ),
        Printed(
            "chicago-author-date",
            "Kallen, Horace. Papers. YIVO Institute for Jewish Research, New York.",
            {
                "type": "collection",
                "author": [person("Kallen", "Horace")],
                "title": "Papers",
                **unit("YIVO Institute for Jewish Research", "", "", "New York"),
            },
            entry=True,
        ),
        Printed(
            "chicago-author-date",
            "Egmont Manuscripts. Phillipps Collection. University of Georgia Library, Athens.",
            {
                "type": "collection",
                "title": "Egmont Manuscripts",
                **unit("University of Georgia Library", "", "Phillipps Collection", "Athens"),
            },
            entry=True,
        ),
        Printed(
            "chicago-author-date",
            (
                "Dinkel, Joseph. 1869. Description of Louis Agassiz Written at the Request of "
                "Elizabeth Cary Agassiz. Louis Agassiz Papers. Houghton Library, Harvard "
                "University."
            ),
            {
                "type": "manuscript",
                "author": [person("Dinkel", "Joseph")],
                "genre": (
                    "Description of Louis Agassiz Written at the Request of Elizabeth Cary Agassiz"
                ),
                "issued": day(1869),
                **unit("Houghton Library, Harvard University", "", "Louis Agassiz Papers"),
            },
            entry=True,
        ),
        Printed(
            "chicago-author-date",
            (
                "Androscoggin River Studies. Walter A. Lawrance Papers. Edmund S. Muskie "
                "Archives and Special Collections Library, Bates College, Lewiston, Maine."
            ),
            {
                "type": "collection",
                "title": "Androscoggin River Studies",
                **unit(
                    "Edmund S. Muskie Archives and Special Collections Library, Bates College",
                    "",
                    "Walter A. Lawrance Papers",
                    "Lewiston, Maine",
                ),
            },
            entry=True,
        ),
        Printed(
            "chicago-author-date",
            (
                "Culcasi, Karen Leigh. 2003. “Cartographic Representations of Kurdistan in the "
                "Print Media.” Master’s thesis, Syracuse University."
            ),
            {
                "type": "thesis",
                "author": [person("Culcasi", "Karen Leigh")],
                "issued": day(2003),
                "title": "Cartographic Representations of Kurdistan in the Print Media",
                "genre": "Master’s thesis",
                "publisher": "Syracuse University",
            },
            entry=True,
        ),
    ],
    "MHRA, and Queen Mary University of London on manuscripts": [
        Printed(
            "mhra",
            "London, British Library, Harley MS 7334, fols 3r–4v.",
            {"type": "manuscript", **unit("British Library", "Harley MS 7334", "", "London")},
            ("folio", "3r-4v"),
            locale="en-GB",
        ),
        Printed(
            "mhra",
            "London, British Library, MS Cotton Caligula D III, fol. 15.",
            {
                "type": "manuscript",
                **unit("British Library", "MS Cotton Caligula D III", "", "London"),
            },
            ("folio", "15"),
            locale="en-GB",
        ),
        Printed(
            "mhra",
            "Paris, Bibliothèque nationale de France, MS fonds français 1124.",
            {
                "type": "manuscript",
                **unit("Bibliothèque nationale de France", "MS fonds français 1124", "", "Paris"),
            },
            locale="en-GB",
        ),
        Printed(
            "mhra",
            "Oxford, Bodleian Library, MS Bodley 277, fol. 6.",
            {
                "type": "manuscript",
                "call-number": "MS Bodley 277",
                **unit("Bodleian Library", "", "", "Oxford"),
            },
            ("folio", "6"),
            locale="en-GB",
        ),
        Printed(
            "mhra",
            "Cambridge, Trinity College, MS 0.9.38, fol. 72v.",
            {
                "type": "manuscript",
                "page": "72v",
                **unit("Trinity College", "MS 0.9.38", "", "Cambridge"),
            },
            locale="en-GB",
        ),
    ],
}


@pytest.mark.parametrize("printed", cases(FROM_GUIDES))
def test_what_manuals_print(printed: Printed) -> None:
    """A unit is cited exactly so in the style that is named after the guide."""
    assert text_of(printed) == printed.text
