"""What the banks of Russia and Europe write above the columns of their tables."""

from collections.abc import Mapping

# what banks call their columns, most telling first; compared without blanks and signs
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "датапоступления", "датаоперации", "датапроводки", "датапроведения", "bookingdate", "buchungstag",
        "completeddate", "transactiondate", "дата", "date", "valuedate", "datum", "buchungsdatum", "boekdatum",
        "boekingsdatum", "dataoperacji", "dataksiegowania", "datatransakcji", "datumzauctovani", "datumprovedeni",
        "datedoperation", "dateoperation", "datecomptable", "fecha", "fechaoperacion", "datacontabile",
        "bokforingsdag", "bokforingsdatum", "transaktionsdatum", "dato", "bogforingsdato", "konyvelesdatuma",
        "islemtarihi", "tarih", "kuupaev", "kirjauspaiva", "data",
    ),
    "credit": (
        "суммапокредиту", "кредит", "поступило", "поступление", "приход", "зачисление", "credit", "paidin",
        "moneyin", "deposit", "haben", "gutschrift", "credito", "abono", "uznanie", "uznania", "wplywy", "kredit",
        "alacak", "entrate",
    ),
    "debit": (
        "суммаподебету", "дебет", "списано", "списание", "расход", "debit", "paidout", "moneyout", "withdrawal",
        "soll", "lastschrift", "belastung", "debito", "cargo", "obciazenie", "obciazenia", "wyplywy", "debet",
        "borc", "uscite",
    ),
    "amount": (
        "сумма", "суммаоперации", "суммаплатежа", "суммаввалютесчета", "amount", "betrag", "sum", "bedrag",
        "kwota", "castka", "objem", "importe", "importo", "montant", "belopp", "belob", "osszeg", "tutar",
        "summa", "umsatz", "suma",
    ),
    "payer_name": (
        "плательщик", "наименованиеплательщика", "контрагент", "наименованиеконтрагента", "отправитель", "payer",
        "payername", "counterparty", "counterpartyname", "name", "beguenstigterzahlungspflichtiger",
        "описаниеконтрагента", "nadawca", "nadawcaodbiorca", "kontrahent", "nazwakontrahenta", "auftraggeber",
        "zahlungspflichtiger", "naamtegenpartij", "naamomschrijving", "naam", "nomcontrepartie", "ordenante",
        "nazevprotiuctu", "motpart", "avsender", "partner", "beguenstigter", "saatja", "maksaja",
        "sender", "sendername", "debtor", "debtorname",
    ),
    "payer_inn": ("иннплательщика", "иннконтрагента", "инн", "inn", "taxid"),
    "payer_account": (
        "счетплательщика", "счетконтрагента", "номерсчетаконтрагента", "payeraccount", "counterpartyaccount",
        "iban", "kontonummeriban", "tegenrekening", "ibantegenpartij", "rachunekkontrahenta", "rachuneknadawcy",
        "protiucet", "cisloprotiuctu", "comptecontrepartie", "senderiban", "senderaccount", "payeriban", "debtoriban",
        "debtoraccount", "fromaccount", "counterpartyiban",
    ),
    "purpose": (
        "назначениеплатежа", "назначение", "основание", "описание", "описаниеоперации", "purpose", "description",
        "reference", "verwendungszweck", "details", "paymentdetails", "tytul", "tytuloperacji", "opisoperacji",
        "opis", "omschrijving", "mededelingen", "mededeling", "libelle", "communication", "concepto", "causale",
        "descrizione", "beskrivning", "meddelelse", "kozlemeny", "popis", "zprava", "zpravaproprijemce",
        "aciklama", "viesti", "selgitus", "tekst", "text",
    ),
    "reference": ("номердокумента", "документ", "ндок", "номер", "documentnumber", "transactionid", "id", "docno"),
    "own_account": (
        "счет", "номерсчета", "нашсчет", "мойсчет", "расчетныйсчет", "номеррасчетногосчета", "рс",
        "счетполучателя", "номерсчетаполучателя", "счетклиента", "счеторганизации", "счеткомпании", "лицевойсчет",
        "accountnumber", "account", "ownaccount", "youraccount", "accountiban", "clientaccount",
        "beneficiaryaccount", "auftragskonto", "ibanauftragskonto", "eigeneskonto", "ibanbban", "rekeningnummer",
        "numerodecompte", "compte", "cuenta", "numerodecuenta", "numerrachunku", "rachunek", "kliendikonto",
        "cislouctu", "tilinumero", "rekening", "konto", "recipientiban", "recipientaccount", "beneficiaryiban",
        "creditoriban", "creditoraccount", "toaccount",
    ),
    "currency": (
        "валюта", "валютасчета", "валютаоперации", "валютаплатежа", "валютадокумента", "кодвалюты",
        "currency", "currencycode", "accountcurrency", "transactioncurrency", "paymentcurrency", "ccy",
        "waehrung", "wahrung", "munt", "muntsoort", "devise", "divisa", "moneda", "waluta", "mena", "valuutta",
        "deviza", "devizanem", "penznem",
    ),
    "status": (
        "статус", "статусоперации", "статусплатежа", "состояние", "status", "state", "transactionstatus",
        "bookingstatus", "buchungsstatus", "stav", "stan", "estado", "statut", "stato", "tila", "durum",
    ),
}  # fmt: skip

EXACTLY = frozenset({"own_account", "currency", "status"})
"""Found by a whole name alone: much begins like them ("account owner", "Valutadatum", "Statement") and means something
else."""

CURRENCY_OF = {
    "суммаоперации": "валютаоперации",
    "суммаплатежа": "валютаплатежа",
    "суммаввалютесчета": "валютасчета",
    "суммаввалютеоперации": "валютаоперации",
}
"""Where a table has several amounts: the column of the currency that belongs to each."""
