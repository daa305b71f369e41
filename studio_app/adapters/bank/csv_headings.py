"""What the banks of Russia and Europe write above the columns of their tables."""

from collections.abc import Mapping

# what banks call their columns, most telling first; compared without blanks and signs
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("датапоступления", "датаоперации", "датапроводки", "датапроведения", "bookingdate", "buchungstag",
             "completeddate", "transactiondate", "дата", "date", "valuedate"),
    "credit": ("суммапокредиту", "кредит", "поступило", "поступление", "приход", "зачисление", "credit", "paidin",
               "moneyin", "deposit"),
    "debit": ("суммаподебету", "дебет", "списано", "списание", "расход", "debit", "paidout", "moneyout",
              "withdrawal"),
    "amount": ("сумма", "суммаоперации", "суммаплатежа", "суммаввалютесчета", "amount", "betrag", "sum"),
    "payer_name": ("плательщик", "наименованиеплательщика", "контрагент", "наименованиеконтрагента", "отправитель",
                   "payer", "payername", "counterparty", "counterpartyname", "name", "beguenstigterzahlungspflichtiger",
                   "описаниеконтрагента"),
    "payer_inn": ("иннплательщика", "иннконтрагента", "инн", "inn", "taxid"),
    "payer_account": ("счетплательщика", "счетконтрагента", "номерсчетаконтрагента", "payeraccount",
                      "counterpartyaccount", "iban", "kontonummeriban"),
    "purpose": ("назначениеплатежа", "назначение", "основание", "описание", "описаниеоперации", "purpose",
                "description", "reference", "verwendungszweck", "details", "paymentdetails"),
    "reference": ("номердокумента", "документ", "ндок", "номер", "documentnumber", "transactionid", "id", "docno"),
    "own_account": (
        "счет", "номерсчета", "нашсчет", "мойсчет", "расчетныйсчет", "номеррасчетногосчета", "рс", "счетполучателя",
        "номерсчетаполучателя", "счетклиента", "счеторганизации", "счеткомпании", "лицевойсчет",
        "accountnumber", "account", "ownaccount", "youraccount", "accountiban", "clientaccount", "beneficiaryaccount",
        "auftragskonto", "ibanauftragskonto", "eigeneskonto", "ibanbban", "rekeningnummer", "numerodecompte", "compte",
        "cuenta", "numerodecuenta", "numerrachunku", "rachunek", "kliendikonto", "cislouctu", "tilinumero",
    ),
    "currency": (
        "валюта", "валютасчета", "валютаоперации", "валютаплатежа", "валютадокумента", "кодвалюты",
        "currency", "currencycode", "accountcurrency", "transactioncurrency", "paymentcurrency", "ccy",
        "waehrung", "wahrung", "munt", "muntsoort", "devise", "divisa", "moneda", "waluta", "mena", "valuutta",
    ),
}  # fmt: skip

EXACTLY = frozenset({"own_account", "currency"})
"""Found by a whole name alone: much begins like them ("account owner", "Valutadatum") and means something else."""

CURRENCY_OF = {
    "суммаоперации": "валютаоперации",
    "суммаплатежа": "валютаплатежа",
    "суммаввалютесчета": "валютасчета",
    "суммаввалютеоперации": "валютаоперации",
}
"""Where a table has several amounts: the column of the currency that belongs to each."""
