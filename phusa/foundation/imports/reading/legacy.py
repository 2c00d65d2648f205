"""Vietnamese text typed in the fonts from before Unicode: recognised by common words as they look when read as Latin.

TCVN3 (ABC) puts Vietnamese letters in place of Latin signs, VNI writes the tone as a letter after the vowel.
"""

import re

# của và các nhiệm thực hiện tỉnh đến định đơn vị phát triển học công nghệ nghiên cứu quyết kế hoạch tổ chức sở
_TCVN3 = """
    cña vµ c¸c nhiÖm thùc hiÖn tØnh ®Õn ®Þnh ®¬n vÞ ph¸t triÓn häc c«ng nghÖ cøu quyÕt kÕ ho¹ch tæ chøc x©y dùng
    ®Ò ¸n ®Çu cÊp ngµnh nghiÖp gi¶i ph¸p qu¶n trªn ®Þa ®èc ®Çy
"""
_VNI = """
    cuûa vaø caùc nhieäm vuï thöïc hieän tænh ñeán ñònh ñôn phaùt trieån hoïc coâng ngheä cöùu quyeát keá hoaïch toå
    chöùc xaây döïng ñeà ñaàu ñöôïc caáp ngaønh nghieäp giaûi phaùp quaûn treân ñòa
"""
_WORD = re.compile(r"[^\s\d.,;:()/\"'“”]+")
_ENOUGH = 3


def legacy_font(text: str) -> str:
    """TCVN3 or VNI when the text has several of its words, else nothing."""
    found = {word.casefold() for word in _WORD.findall(text)}
    for name, spellings in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        if len(found.intersection(spellings.split())) >= _ENOUGH:
            return name
    return ""
