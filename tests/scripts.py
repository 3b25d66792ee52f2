"""Titles in many scripts, each with the address that is made of it."""

TITLES = {
    "german": ("Über Grüße aus dem Gefängnis", "über-grüße-aus-dem-gefängnis"),
    "french": ("Liberté d’expression : où en est-on ?", "liberté-dexpression-où-en-est-on"),
    "polish": ("Łódź, świat", "łódź-świat"),
    "turkish": ("İnsan hakları", "insan-hakları"),
    "catalan": ("Col·lecció", "col·lecció"),
    "vietnamese": ("Tự do báo chí", "tự-do-báo-chí"),
    "cyrillic": ("Свобода печати", "свобода-печати"),
    "greek": ("Ελευθερία του Τύπου", "ελευθερία-του-τύπου"),
    "arabic": ("حرية التعبير في السجن", "حرية-التعبير-في-السجن"),
    "vocalised-arabic": ("الحُرِّيَّةُ", "الحُرِّيَّةُ"),
    "persian": ("می‌خواهم بنویسم", "می‌خواهم-بنویسم"),
    "hebrew": ("חוֹפֶשׁ העיתונות", "חוֹפֶשׁ-העיתונות"),
    "thai": ("เสรีภาพของสื่อ น้ำ", "เสรีภาพของสื่อ-น้ำ"),
    "devanagari": ("प्रेस की आज़ादी", "प्रेस-की-आज़ादी"),
    "sinhala": ("ශ්‍රී ලංකා", "ශ්‍රී-ලංකා"),
    "chinese": ("新闻自由", "新闻自由"),
    "japanese": ("日本の手紙・東京", "日本の手紙東京"),
    "korean": ("언론의 자유", "언론의-자유"),
}
SLUGS = {script: slug for script, (_title, slug) in TITLES.items()}
