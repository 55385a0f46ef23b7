"""Renders a made-up work in NLM style, the inverse of the citation finder (Citing Medicine, chapters 1 and 22)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Family name, initials and suffix as NLM prints them."""

    family: str
    initials: str
    suffix: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.initials, self.suffix) if part)


@dataclass(frozen=True)
class Ids:
    """Identifiers behind the citation."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    with_pubmed: bool = False

    def __str__(self) -> str:
        parts = [f"doi: {self.doi}."] if self.doi else []
        pubmed, central = ("PubMed ", "PubMed Central ") if self.with_pubmed else ("", "")
        ids = [f"{pubmed}PMID: {self.pmid}"] if self.pmid else []
        ids += [f"{central}PMCID: {self.pmcid}"] if self.pmcid else []
        return " ".join(parts + (["; ".join(ids) + "."] if ids else []))


@dataclass(frozen=True)
class Work:
    """One work; `book` makes it a chapter."""

    authors: tuple[Person, ...]
    title: str
    container: str
    year: str
    month: str | None = None
    day: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    et_al: bool = False
    collective: str | None = None
    editors: tuple[Person, ...] = ()
    place: str | None = None
    publisher: str | None = None
    is_internet: bool = False
    chapter: str | None = None
    url: str | None = None
    ids: Ids = Ids()

    @property
    def date(self) -> str:
        """The date as NLM prints it."""
        return " ".join(part for part in (self.year, self.month, self.day) if part)


def render_nlm(work: Work, prefix: str = "") -> str:
    """Return the citation as one line."""
    authors = ", ".join(str(person) for person in work.authors)
    authors += ", et al" if work.et_al else ""
    authors += f"; {work.collective}" if work.collective else ""
    title = work.title if work.title.endswith(("?", "!")) else f"{work.title}."
    body = _chapter(work) if work.publisher else _article(work)
    return f"{prefix}{authors}. {title} {body} {work.ids}".rstrip()


def _article(work: Work) -> str:
    numbers = (work.volume or "") + (f"({work.issue})" if work.issue else "")
    pages = f":{work.page}" if work.page else ""
    return f"{work.container}. {work.date};{numbers}{pages}."


def _chapter(work: Work) -> str:
    editors = ", ".join(str(person) for person in work.editors)
    editors += f", editor{'s' if len(work.editors) > 1 else ''}. " if editors else ""
    medium = " [Internet]" if work.is_internet else ""
    chapter = f" Chapter {work.chapter}." if work.chapter else ""
    url = f" Available from: {work.url}" if work.url else ""
    return f"In: {editors}{work.container}{medium}. {work.place}: {work.publisher}; {work.date}.{chapter}{url}"
