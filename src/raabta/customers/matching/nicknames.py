"""Short forms of first names, as they are used in English and in South Asia."""

_FORMS = """
abigail abby; alexander alex sandy; andrew andy drew; anthony tony; benjamin ben; catherine kate
cathy katherine kathryn katie; charles charlie chuck; christopher chris; daniel dan danny; david
dave; deborah debbie; edward ed eddie ted; elizabeth beth betty eliza liz lizzie; frederick fred;
gregory greg; jacob jake; james jim jimmy jamie; jennifer jen jenny; jessica jess; john johnny;
jonathan jon; joseph joe; joshua josh; kenneth ken; kimberly kim; lawrence larry; margaret maggie
meg peggy; matthew matt; michael mick mike; nicholas nick; pamela pam; patricia pat trish; patrick
paddy; peter pete; philip phil; rebecca becky; richard dick rick; robert bob bobby rob; ronald ron;
samantha sam; samuel sammy; stephen steve steven; susan sue; theodore theo; thomas tom tommy;
timothy tim; victoria vicky; william bill billy will; zachary zach zac; muhammad md mohd mohammad
mohammed muhammed mohamed mohamad; syed sayed sayyid syad; abdul abdool
"""
FORMS = {
    short: full
    for full, *shorts in (entry.split() for entry in _FORMS.split(";"))
    for short in shorts
}


def formal(first_name: str) -> str:
    """The first name with its short forms written out; both given folded."""
    return " ".join(FORMS.get(word, word) for word in first_name.split())
