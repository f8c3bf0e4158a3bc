"""The reviewer's walk: question after question, a key for each verdict, until all is decided or left."""

from rich.console import Console
from rich.text import Text

from extract.commands.choosing import Chooser
from extract.commands.keyboard import Keyboard
from extract.diff.apply import with_needing
from extract.diff.changes import diff
from extract.errors import ExtractError
from extract.likeness import overlap
from extract.printing import printable
from extract.render_review import menu_view, question_view
from extract.review.agenda import Agenda
from extract.review.decisions import Reviewer, place_of
from extract.review.desk import Desk
from extract.review.edits import delete
from extract.review.questions import Question, of_entries
from extract.review.verdicts import Case, accept, confirm_entry, edit, find, reject
from schemas.record import Evidence

_KEYS = {
    "a": "accept",
    "r": "reject",
    "s": "skip",
    "e": "edit",
    "m": "missed",
    "u": "undo",
    "w": "why",
    "q": "quit",
    "?": "help",
}
_HELP = (
    ("a", "accept: the change is made; of a doubtful entry: the record is right"),
    ("r", "reject: the change is not made; of a doubtful entry: it goes, or what was left out comes in"),
    ("s", "skip: decide it another time"),
    ("e", "edit: another label, theme, speaker, span, inspection or grade; or delete it"),
    ("m", "missed: add what the record lacks in this article"),
    ("u", "undo the last thing you did, and the one before, and so on"),
    ("w", "why: write down the reason of the last verdict"),
    ("q", "quit: verdicts are kept as they are given; the next review goes on from here"),
    ("Enter", "changes nothing"),
)


class Walk:
    """One sitting at the desk."""

    def __init__(self, desk: Desk, console: Console, reviewer: Reviewer, agenda: Agenda) -> None:
        """Nothing is asked yet."""
        self._desk = desk
        self._console = console
        self._reviewer = reviewer
        self._agenda = agenda
        self._keyboard = Keyboard()
        self._done: list[Question | None] = []
        """What was done, in order: the question that was skipped, or None for a verdict."""

    def go(self) -> None:
        """Ask until nothing is left to ask or the reviewer quits."""
        with self._keyboard:
            while (question := self._agenda.next()) and self._ask(question):
                pass

    @property
    def verdicts(self) -> int:
        """How many were given and not undone."""
        return self._done.count(None)

    def _ask(self, question: Question) -> bool:
        """Show a question until something was done about it; False to quit."""
        case = self._desk.open(question.id)
        self._keyboard.forget()
        self._console.print(question_view(question, case, self._agenda.place(question), colour=self._colour))
        while True:
            self._prompt()
            key = self._keyboard.key()
            verb = _KEYS.get(key)
            if verb is None:
                self._console.print()
                continue
            self._console.print(verb, style="bold", highlight=False)
            if verb == "quit":
                return False
            try:
                if self._do(verb, question, case):
                    return True
            except ExtractError as exc:
                self._say(str(exc), style="red")
                return True

    def _do(self, verb: str, question: Question, case: Case) -> bool:
        """Do it; False if the question stands as it did."""
        match verb:
            case "accept" | "reject":
                return self._judge(verb, question, case)
            case "edit":
                return self._edit(question, case)
            case "missed":
                return self._add(case, None)
            case "skip":
                self._agenda.left.add((question.id, question.key))
                self._done.append(question)
                return True
            case "undo":
                return self._undo()
            case "why":
                self._why()
            case _:
                self._console.print(menu_view("keys", _HELP))
        return False

    def _judge(self, verb: str, question: Question, case: Case) -> bool:
        if question.change is None:
            return self._judge_entry(verb, question, case)
        if verb == "accept":
            self._write(case, accept(case, [question.key], self._reviewer))
            return True
        others = with_needing(case.diff, [question.key]) - {question.key}
        self._write(case, reject(case, [question.key], self._reviewer))
        if others:
            self._say(f"rejected with it: {', '.join(sorted(others))}")
        return True

    def _judge_entry(self, verb: str, question: Question, case: Case) -> bool:
        if verb == "accept" and question.entry:
            self._write(case, confirm_entry(case, question.entry, self._reviewer))
            return True
        if question.thing:
            self._write(case, edit(case, question.thing, delete(), self._reviewer))
            return True
        place = question.place
        if place is None or place.start is None or place.end is None:
            return False
        return self._add(case, Evidence(start=place.start, end=place.end))

    def _edit(self, question: Question, case: Case) -> bool:
        thing, base = question.thing, case
        if thing and question.change and question.change.what == "removed":
            # what would go is kept first, so that there is something to edit
            base = reject(case, [question.key], self._reviewer)
            thing = find(base.current, place_of(thing))
        if thing is None:
            place = question.place
            span = Evidence(start=place.start or 0, end=place.end or 1) if place else None
            return self._add(case, span)
        if thing.label == "article":
            self._say("it can only be accepted or rejected")
            return False
        change = Chooser(self._console, self._keyboard, base).edit(thing)
        if change is None:
            return True
        edited = edit(base, thing, change, self._reviewer)
        for left in of_entries(edited) if question.entry else ():
            if left.thing and left.entry and _is_same(left, question):
                edited = confirm_entry(edited, left.entry, self._reviewer)
        self._write(case, edited)
        return True

    def _add(self, case: Case, stretch: Evidence | None) -> bool:
        if case.text is None:
            self._say("the article is not there as it was read; nothing can be added")
            return False
        change = Chooser(self._console, self._keyboard, case).missed(stretch)
        if change:
            self._write(case, edit(case, None, change, self._reviewer))
        return True

    def _undo(self) -> bool:
        if not self._done:
            self._say("there is nothing to undo")
            return False
        skipped = self._done.pop()
        if skipped:
            self._agenda.left.discard((skipped.id, skipped.key))
        else:
            self._desk.undo()
        self._agenda.start_over()
        return True

    def _why(self) -> None:
        words = self._keyboard.line("why?")
        if words and not (self.verdicts and self._done[-1] is None and self._desk.explain(words)):
            self._say("give a verdict first: the reason is kept with it")

    def _write(self, before: Case, after: Case) -> None:
        """Write a verdict, and say what it made of the accepted record."""
        if after == before:
            self._say("that is what the record says already")
            return
        self._desk.write(before, after)
        self._done.append(None)
        made = diff(before.accepted, after.accepted, text=after.text).changes
        for change in made:
            self._say(f"{change.what} {change.key}")
        if not made:
            self._say("the record stays as it is")

    @property
    def _colour(self) -> bool:
        return self._console.color_system is not None and not self._console.no_color

    def _prompt(self) -> None:
        line = Text("  ")
        for key, verb in _KEYS.items():
            line.append_text(
                Text.assemble("[", (key, "bold"), "]", verb[1:] if verb[0] == key else f" {verb}", " ")
            )
        self._console.print(line, end="› ")

    def _say(self, words: str, style: str = "") -> None:
        self._console.print(Text(f"  {printable(words)}", style=style))


def _is_same(one: Question, other: Question) -> bool:
    """Whether two entries are about one thing, though it may have another span now."""
    if one.thing is None or other.thing is None or one.thing.kind != other.thing.kind:
        return False
    if one.thing.kind == "inspection":
        return one.key == other.key
    return overlap(one.thing.item, other.thing.item) > 0
