"""The view that a process keeps follows what others do to the store, whatever it is."""

from phusa.foundation.matching.opening import kept_view
from phusa.foundation.matching.records import EVERYONE
from phusa.foundation.matching.searching import search
from phusa.foundation.matching.sqlite import SqliteStore
from tests.foundation.matching.conftest import study

DATABASE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "unused"}


def test_a_kept_view_sees_what_another_process_added_and_a_file_that_was_replaced(tmp_path) -> None:
    def found(number: int) -> list[str]:
        with kept_view(DATABASE, tmp_path, frozenset({EVERYONE})) as view:
            lines = search(view, study(number)).lines
            assert [(view.documents,)] == view.store.execute("select count(*) from overlap_document")
            return [line.key for line in lines[:1]]

    path = tmp_path / "overlap.sqlite3"
    other = SqliteStore(path)
    assert found(2) == []
    other.load([study(2)])
    assert found(2) == ["p2"]
    other.put(study(3))
    assert found(3) == ["p3"]
    other.remove("past", "p3")
    assert found(3) == ["p2"]
    other.close()

    anew = SqliteStore(tmp_path / "anew.sqlite3")
    anew.load([study(9)])
    anew.put(study(2_000))
    anew.close()
    (tmp_path / "anew.sqlite3").replace(path)
    assert found(9) == ["p9"]
    assert found(3) != ["p3"]


def test_a_view_that_failed_is_not_kept(tmp_path) -> None:
    with SqliteStore(tmp_path / "overlap.sqlite3").writing():
        pass
    seen = []
    for fails in (True, False):
        try:
            with kept_view(DATABASE, tmp_path, frozenset({EVERYONE})) as view:
                seen.append(view)
                if fails:
                    raise ValueError
        except ValueError:
            pass
    assert seen[0] is not seen[1]
