"""The pages of the menu: the one list of them, from which menu, tests, pictures and README take theirs."""

from dataclasses import dataclass

from h4a_ui.language import Language


@dataclass(frozen=True, slots=True)
class MenuPage:
    """One line of the menu: the name of its script and address, its title, its icon, the group it stands in."""

    name: str
    title: str
    icon: str
    group: str


def menu(say: Language) -> list[MenuPage]:
    """All pages in their order, in the reader's language; the first is the one that opens."""
    programme, impact, explore, archive = say("Programma"), say("Impatto"), say("Esplora"), say("Archivio")
    return [
        MenuPage("sintesi", say("Sintesi"), ":material/home:", programme),
        MenuPage("coorti", say("Coorti"), ":material/groups:", programme),
        MenuPage("risparmio", say("Risparmio"), ":material/savings:", programme),
        MenuPage("premio", say("Premio"), ":material/receipt_long:", programme),
        MenuPage("catena", say("Catena dell'impatto"), ":material/account_tree:", impact),
        MenuPage("benessere", say("Benessere"), ":material/sentiment_satisfied:", impact),
        MenuPage("accesso", say("Accesso alla casa"), ":material/key:", impact),
        MenuPage("valore", say("Valore sociale"), ":material/volunteer_activism:", impact),
        MenuPage("conti", say("Chi paga, chi risparmia"), ":material/balance:", impact),
        MenuPage("scenari", say("Scenari"), ":material/tune:", explore),
        MenuPage("elenco", say("Elenco beneficiari"), ":material/format_list_numbered:", explore),
        MenuPage("alloggi", say("Alloggi"), ":material/apartment:", explore),
        MenuPage("servizi", say("Servizi"), ":material/conversion_path:", explore),
        MenuPage("replica", say("Replica"), ":material/rocket_launch:", explore),
        MenuPage("dati", say("Dati"), ":material/upload_file:", archive),
    ]


PAGES = tuple(one.name for one in menu(Language("it")))
"""The names of all pages, in the order of the menu."""


def address(name: str) -> str:
    """Where a page is found below the server's address; the first one is at the address itself."""
    return "" if name == PAGES[0] else name
