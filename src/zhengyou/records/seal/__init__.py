"""Seal 加密封存: personal data is encrypted with keys kept outside the database, masked in lists, and logged when read.

How a room uses it:

    from zhengyou.records.seal.fields import SealedTextField, blind_index
    from zhengyou.records.seal.personal import Personal

    class Person(models.Model):
        name = models.CharField(max_length=60)
        phone = SealedTextField(mask="phone", index="phone")
        left_on = models.DateField(null=True)

        personal: ClassVar[PersonalFields] = {
            "name": Personal(purpose=_("Tell who did the work"), term_days=1825, since="left_on", erase="mask"),
            "phone": Personal(purpose=_("Reach the person"), term_days=180, since="left_on", erase="blank"),
        }
        impersonal: ClassVar[dict[str, str]] = {"address": "the unit's own, printed on its door"}

        class Meta:
            indexes = [blind_index("person", "phone")]

- Assigning a string seals it when it is saved; reading the attribute gives a `Sealed`, which shows itself **masked**.
- ``filter(phone="13800000000")`` and ``phone__in=[…]`` find equal values where ``index`` is given, however written.
- In clear it is read only by ``zhengyou.records.seal.actions.open_for(thing, "phone", actor=…, purpose="notify")``,
  which writes the reading (never the value) into the ledger.
- Each personal field, sealed or not, is declared in ``personal`` with purpose, term and erasure; a field whose name
  only looks personal is excused in ``impersonal`` with the reason. `erase_expired` does the erasing every night.
"""
