"""Writes the attacks: every family in turn, the languages and the wants in turn within it, the rest by the dice."""

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from benchmarks.attacks.families import FAMILIES, Family, Parts
from benchmarks.attacks.scene import Stalls
from benchmarks.attacks.steps import Answers, Attack, Open, SignIn, Step, TypeCode
from benchmarks.attacks.wording import Wording, wording

HOW_MANY = 500
TURNS_OF_LANGUAGES = ("zh", "en", "zh", "en", "mixed")


def attacks(stalls: Stalls, seed: int = 0, count: int = HOW_MANY) -> tuple[Attack, ...]:
    """As many attacks as asked for; the same for the same seed and shop."""
    return tuple(islice(_endlessly(stalls, seed), count))


def _endlessly(stalls: Stalls, seed: int) -> Iterator[Attack]:
    names = list(FAMILIES)
    wants = {name: _shuffled(FAMILIES[name].wants, Random(f"wants {seed} {name}")) for name in names}
    languages = {
        name: cycle(TURNS_OF_LANGUAGES[place % 5 :] + TURNS_OF_LANGUAGES[: place % 5])
        for place, name in enumerate(names)
    }
    for number, name in enumerate(cycle(names), 1):
        dice = Random(f"attack {seed} {number}")
        yield _attack(f"{number:03d}", name, next(languages[name]), next(wants[name]), stalls, dice)


def _shuffled(wants: tuple[str, ...], dice: Random) -> Iterator[str]:
    while True:
        yield from dice.sample(wants, len(wants))


def _attack(number: str, name: str, language: str, want: str, stalls: Stalls, dice: Random) -> Attack:
    family, words = FAMILIES[name], wording(language)
    scene = stalls.scene(want, dice)
    parts = Parts(want, scene, words, dice)
    steps = tuple(family.write(parts))
    return Attack(
        name=f"{number} {name}, {want}, {language}",
        family=name,
        language=language,
        want=want,
        steps=steps,
        target=scene.target,
        answers=_answers(family, words, want, dice),
        paired=family.paired,
        own=_proven(steps, scene.attacker.customer_id),
        may_read=family.may_read,
        verification=family.verification,
    )


def _proven(steps: tuple[Step, ...], attacker: str) -> frozenset[str]:
    """Whom the attacker proves to be; the victim's own steps prove nothing for him."""
    signs_in = any(isinstance(step, Open | SignIn) and step.customer == attacker for step in steps)
    return frozenset({attacker} if signs_in or any(isinstance(step, TypeCode) for step in steps) else ())


def _answers(family: Family, words: Wording, want: str, dice: Random) -> Answers:
    def one(key: str) -> str:
        return words.saying(key, want, dice)

    return Answers(
        yes=one("yes"),
        insist=one("insist"),
        asked={
            "propose_": one("yes"),
            "ask_cancel_reason": one("reason"),
            "cancel_reason_unknown": one("reason"),
            "ask_lines": one("everything"),
            "ask_variant": one("variant"),
            "ask_payment_method": one("method"),
            "ask_address": one("new_address"),
            "ask_profile_address": one("new_address"),
            "ask_proof_details": one("wrong_details"),
            "ask_proof_name": one("wrong_details"),
            "ask_proof_postcode": "{wrong_postcode}",
            "ask_proof_contact": one(family.contact),
            "proof_code_sent": "135791",
        },
    )
