"""The library: found by search and filters, told in full, honest where nothing fits."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.serving import Served
from tests.web.test_loop_pages import text
from turnout.knowledge import load_knowledge
from turnout.report.typeset import typeset
from turnout.web import shelf
from turnout.web.exercise_page import exercise_values, not_for

K = load_knowledge()


def found(app: Served, query: str) -> set[str]:
    """The ids on the shelf for a query."""
    page = app.get(f"/library?{query}").text
    row = r'<li><a href="/library/([a-z0-9-]+)">(?:<span class="stills".*?</span></span>)?<span class="name"'
    return set(re.findall(row, page))


def test_without_a_search_everything_is_there(app: Served) -> None:
    assert found(app, "") == {*K.exercises, *K.measures, *K.programmes}


@pytest.mark.parametrize("demand", sorted(K.demands))
def test_what_hurts_filters_out_all_that_always_asks_for_it(app: Served, demand: str) -> None:
    left = found(app, f"hurts={demand}")
    asking = {e.id for e in K.exercises.values() if demand in (*e.demands, *e.other_demands)}
    asking |= {m.id for m in K.measures.values() if demand in (*m.demands, *m.other_demands)}
    assert left & asking == set()


def test_a_move_that_only_some_rungs_ask_for_stays_and_says_so(app: Served) -> None:
    page = text(app.get("/library?hurts=kneel&q=hip+flexor+stretch").text)
    assert "on some of its rungs only" in page
    assert "Left out: weight on one or both knees" in page


@pytest.mark.parametrize("condition", sorted(K.conditions))
def test_a_condition_leaves_out_what_the_plan_would(app: Served, condition: str) -> None:
    entry = K.conditions[condition]
    left = found(app, f"condition={condition}")
    assert left.isdisjoint(set(entry.entries) - set(entry.spares))
    assert set(entry.spares) <= left
    for e in K.exercises.values():
        whole = all(
            set(entry.demands) & {*e.demands, *e.other_demands, *level.demands, *level.other_demands}
            for level in K.ladders[e.id]
        )
        if e.id not in (*entry.entries, *entry.spares):
            assert (e.id in left) is not whole, e.id


def test_filters_add_up(app: Served) -> None:
    both = found(app, "position=standing&equipment=dumbbell&side=each&kind=strength")
    standing, dumbbell = found(app, "position=standing"), found(app, "equipment=dumbbell")
    assert both == standing & dumbbell & found(app, "side=each") & found(app, "kind=strength")
    assert both


def test_nothing_needed_means_a_rung_that_needs_nothing(app: Served) -> None:
    left = found(app, "equipment=none&kind=strength")
    assert "clamshell" in left
    assert "kettlebell-swing" not in {id for id in left if not shelf_of(id).bare}
    assert all(shelf_of(id).bare for id in left)


def shelf_of(id: str) -> shelf.Shelved:
    return next(entry for entry in shelf.shelf(K) if entry.id == id)


def test_every_count_behind_a_filter_is_what_the_filter_finds(app: Served) -> None:
    page = app.get("/library?kind=strength").text
    select = re.search(r'<select id="position".*?</select>', page, re.S)
    assert select is not None
    options = re.findall(r'<option value="([a-z-]+)"[^>]*>[^<]*\((\d+)\)', select[0])
    assert options
    for position, count in options:
        assert len(found(app, f"kind=strength&position={position}")) == int(count), position


def test_an_address_gives_the_same_search_again(app: Served) -> None:
    query = shelf.Query(q="hip & side", position="standing", hurts=("kneel", "jump"))
    assert query.address() == "/library?q=hip+%26+side&position=standing&hurts=kneel&hurts=jump"
    page = app.get(query.address()).text
    assert 'value="hip &amp; side"' in page
    assert page.count(" checked") == 2


def test_nothing_found_names_each_filter_that_is_in_the_way(app: Served) -> None:
    page = app.get("/library?q=clamshell&position=standing").text
    assert "Nothing fits all of that at once." in page
    assert "Without standing: 1" in text(page)
    ways = [unescape(way) for way in re.findall(r'href="(/library\?[^"]+)">Without', page)]
    assert ways
    for way in ways:
        assert found(app, way.split("?")[1])
    assert "No single filter is in the way" in text(app.get("/library?q=zzz&kind=qqq").text)


@pytest.mark.parametrize("query", ["kind=nonsense", "hurts=nonsense", "q=" + "x" * 500, "position=%00", "muscle=<b>"])
def test_a_made_up_filter_is_answered_calmly(app: Served, query: str) -> None:
    answer = app.get(f"/library?{query}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text.replace("&lt;b&gt;", "")


@pytest.mark.parametrize("id", sorted(K.exercises))
def test_every_dose_stands_in_one_table_with_its_evidence(app: Served, id: str) -> None:
    page = app.get(f"/library/{id}").text
    table = re.search(r'<table class="wide doses">.*?</table>', page, re.S)
    assert table is not None
    assert table[0].count('<th scope="row">') == len(exercise_values(K, K.exercises[id])["used"]) + 1 + len(
        K.exercises[id].doses
    )
    assert (f'data-motion="{id}"' in page) == (id in K.motions)
    assert "None" not in text(page)


@pytest.mark.parametrize("id", sorted(K.exercises))
def test_every_rung_after_the_first_says_what_it_changes(id: str) -> None:
    values = exercise_values(K, K.exercises[id])
    silent = [rung.level.id for rung in values["ladder"][1:] if not rung.changes and not rung.level.says]
    assert silent == []


def test_a_stronger_band_and_a_lower_seat_are_told_as_such() -> None:
    clam = [rung.changes for rung in exercise_values(K, K.exercises["clamshell"])["ladder"]]
    assert clam[1] == "Pulls about 1.4 kg at twice its length; adds the loop band"
    assert clam[2] == "Pulls about 1.7 kg at twice its length, up from 1.4 kg"
    seat = [rung.changes for rung in exercise_values(K, K.exercises["sit-to-stand"])["ladder"]]
    assert "Height of the seat 66 cm, was 70 cm" in seat[2]


def test_who_should_not_tells_whole_moves_and_single_rungs() -> None:
    told = {one.name: one for one in not_for(K.exercises["sit-to-stand"], K)}
    assert told["Pregnancy"].rungs == "From “One leg, seat 70 cm” upward."
    assert {one.name: one.rungs for one in not_for(K.exercises["pigeon-stretch"], K)}["A knee problem"] == ""


@pytest.mark.parametrize("id", sorted(K.muscles))
def test_a_muscle_tells_what_it_does_and_which_moves_use_it(app: Served, id: str) -> None:
    page = app.get(f"/library/muscles/{id}")
    assert page.status_code == 200
    muscle = K.muscles[id]
    assert typeset(muscle.role) in text(page.text)
    for e in K.exercises.values():
        named = e.muscles is not None and id in (*e.muscles.primary, *e.muscles.secondary)
        assert (f'href="/library/{e.id}"' in page.text) is named, e.id
    assert f'href="/library/muscles/{id}"' in app.get("/library/muscles").text


def test_a_muscle_that_turns_round_says_where(app: Served) -> None:
    page = text(app.get("/library/muscles").text)
    assert "Turns the thigh out, then in from 60°; turns round between 26° and 75°." in page
    assert app.get("/library/muscles/nothing").status_code == 404
