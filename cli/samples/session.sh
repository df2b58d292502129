# A repository, and the first round of texts
provrepo init --origin sample.example/cables
provrepo ingest first/harbor-cable.transcription.zh.txt --citation first/harbor-cable.citation.json --notes first/harbor-cable.notes.json --agent "Lin Yue:transcriber" --created 2024-03-04
provrepo ingest first/harbor-cable.translation.en.txt --based-on harbor-cable/transcription:zh@v1 --set "author=Consulate in Qingjia" --set "title=Fishing Boats in Fog and the Repair of Beacons at Qingjia Harbor" --agent "Anna Keller:translator" --created 2024-03-11
provrepo ingest first/ferry-letter.transcription.ko.txt --citation first/ferry-letter.citation.json --notes first/ferry-letter.notes.json --agent "Park Ji-woo:transcriber" --created 2024-03-05
provrepo ingest first/ferry-letter.translation.en.txt --based-on ferry-letter/transcription:ko@v1 --set "author=Head of Soldo Village" --set "recipient=Head of the Cheongpo Fishing Cooperative" --set "title=Temporary Loan of Motor Boats" --agent "Tom Ellery:translator" --created 2024-03-12
provrepo ingest first/rail-memo.transcription.ru.md first/rail-memo.translation.en.md

# The texts are read again: the second round
provrepo ingest second/harbor-cable.transcription.zh.txt --activity correct -m "Two readings, settled from the original." --agent "Mei Tan:editor" --created 2024-05-20
provrepo ingest second/harbor-cable.translation.en.txt --activity correct -m "A misspelling." --agent "Anna Keller:translator" --created 2024-05-23
provrepo ingest second/ferry-letter.transcription.ko.txt --activity correct -m "241, not 214." --agent "Park Ji-woo:transcriber" --created 2024-05-21
provrepo ingest second/ferry-letter.translation.en.txt --activity correct --based-on ferry-letter/transcription:ko@v2 --agent "Tom Ellery:translator" --created 2024-05-22
provrepo ingest second/rail-memo.transcription.ru.md second/rail-memo.translation.en.md

# What is there
provrepo list

# What needs work
provrepo status

# What was corrected, word by word
provrepo diff harbor-cable/transcription:zh@v1..v2
provrepo diff ferry-letter/ko

# Who did what, and when
provrepo log harbor-cable/translation

# Citations of exact versions
provrepo cite harbor-cable/zh ferry-letter/ko
provrepo cite harbor-cable/zh@v1 --quote "渔船十二艘"

# Is everything still what was stored?
provrepo verify
