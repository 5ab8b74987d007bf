package salesmantest

import (
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// The methods of this file and of snapshotswork.go tell what is stored, in the form in
// which the Add methods take it, in the order of the ids. They are copies: to change
// them changes nothing. What a call reset or never set is empty.

// Clients returns the clients that are stored.
func (s *Server) Clients() []ClientRecord {
	return snapshots(s, s.state.clients.All, s.clientSnapshot)
}

// Contacts returns the contacts that are stored.
func (s *Server) Contacts() []Contact {
	return snapshots(s, s.state.contacts.All, s.contactSnapshot)
}

// Deals returns the deals that are stored.
func (s *Server) Deals() []Deal {
	return snapshots(s, s.state.deals.All, s.dealSnapshot)
}

// Invoices returns the invoices that are stored.
func (s *Server) Invoices() []Invoice {
	return snapshots(s, s.state.invoices.All, s.invoiceSnapshot)
}

// snapshots shows all of a table while no call changes it.
func snapshots[T, U any](s *Server, all func() []T, show func(T) U) []U {
	s.mu.Lock()
	defer s.mu.Unlock()
	var shown []U
	for _, stored := range all() {
		shown = append(shown, show(stored))
	}
	return shown
}

func (s *Server) clientSnapshot(r *record) ClientRecord {
	details, _ := r.values["recv"].(map[string]any)
	return ClientRecord{
		ID: r.id, Title: r.text("title"), Type: salesman.ClientType(r.text("type")), UID: r.text("uid"),
		Phone: r.text("phone"), Fax: r.text("fax"), Email: r.text("mail_url"), Site: r.text("site_url"), Address: r.text("address"),
		Description: r.text("des"), DecisionScheme: r.text("scheme"), Industry: s.guideTitle("category", r.number("idcategory")),
		Territory: s.guideTitle("territory", r.number("territory")), Source: s.guideTitle("clientpath", r.number("clientpath")),
		Relation: r.text("tip_cmr"), HeadID: r.number("head_clid"), ContactID: r.number("pid"), Owner: s.loginOf(r.ownerID),
		Created: s.timeOf(r.text("date_create")), Updated: s.timeOf(r.text("date_edit")), Favourite: r.text("fav") == "yes",
		Trash: r.text("trash") == "yes", PriceLevel: r.text("priceLevel"), BankDetails: textsOf(details), Custom: r.custom(), UIDs: r.uidTexts(),
	}
}

func (s *Server) contactSnapshot(c *contact) Contact {
	shown := Contact{
		ID: c.pid, Name: c.texts["person"], JobTitle: c.texts["ptitle"], Phone: c.texts["tel"], Fax: c.texts["fax"], Mobile: c.texts["mob"],
		Email: c.texts["mail"], Role: c.texts["rol"], ClientID: c.clientID, Owner: s.loginOf(c.ownerID), LoyaltyID: c.loyalty, SourceID: c.source,
		Socials: maps.Clone(c.socials), Created: c.created, HasDeals: c.hasDeals,
	}
	for name, text := range c.texts {
		if isCustomColumn(name) {
			shown.Custom = with(shown.Custom, name, text)
		}
	}
	return shown
}

func (s *Server) dealSnapshot(r *record) Deal {
	shown := Deal{
		ID: r.id, Title: r.text("title"), UID: r.text("uid"), ClientID: r.number("clid"), PayerID: r.number("payer"), CompanyID: r.number("mcid"),
		ContractID: r.number("dog_num"), Owner: s.loginOf(r.ownerID), Step: r.text("step"),
		Direction: textOf(s.state.sales.directionTitle(r.number("direction"))), Type: textOf(s.state.sales.typeTitle(r.number("tip"))),
		Created: dayOf(r.text("datum")), Changed: dayOf(r.text("datum_izm")), Planned: dayOf(r.text("datum_plan")), From: dayOf(r.text("datum_start")),
		Till: dayOf(r.text("datum_end")), Amount: amountOf(r.values["kol"]), Margin: amountOf(r.values["marga"]), Address: r.text("adres"),
		Description: r.text("content"), ContactIDs: slices.Clone(r.contacts),
		CompetitorIDs: idsOf(r.text("coid1")), ContactID: r.number("pid"), CloseStatus: r.text("status_close"), CloseComment: r.text("des_fact"),
		ClosedOn: dayOf(r.text("datum_close")), FinalAmount: amountOf(r.values["kol_fact"]), Custom: r.custom(), UIDs: r.uidTexts(),
	}
	for _, stored := range r.lines {
		line, _ := stored.(map[string]any)
		shown.Lines = append(shown.Lines, DealLine{
			ID: numberOf(line["spid"]), Article: textOf(line["artikul"]), Title: textOf(line["title"]), Unit: textOf(line["edizm"]),
			Comment: textOf(line["comments"]), Type: salesman.LineType(textOf(line["tip"])), Quantity: amountOf(line["kol"]), Factor: amountOf(line["dop"]),
			Price: amountOf(line["price"]), Cost: amountOf(line["price_in"]), VATPercent: amountOf(line["nds"]), PriceItemID: numberOf(line["prid"]),
		})
	}
	return shown
}

func (s *Server) invoiceSnapshot(r *record) Invoice {
	return Invoice{
		ID: r.id, DealID: r.number("did"), Number: r.text("invoice"), Date: dayOf(r.text("date")), Planned: dayOf(r.text("date.plan")),
		PaidOn: dayOf(r.text("date.do")), Amount: amountOf(r.values["summa"]), VAT: amountOf(r.values["nds"]), Paid: r.text("do") == "on",
		Type: r.text("tip"), Contract: r.text("contract"), AccountID: r.number("rs"), SignerID: r.number("signer"), TemplateID: r.number("template"),
	}
}

// custom are the account's own fields of a record.
func (r *record) custom() map[string]string {
	var custom map[string]string
	for name, value := range r.values {
		if isCustomColumn(name) {
			custom = with(custom, name, textOf(value))
		}
	}
	return custom
}

func (r *record) uidTexts() map[string]string {
	var values map[string]string
	for _, u := range r.uids {
		values = with(values, u.system, u.value)
	}
	return values
}

func with(m map[string]string, name, text string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[name] = text
	return m
}

// textsOf are the values of an object as texts.
func textsOf(values map[string]any) map[string]string {
	var texts map[string]string
	for name, value := range values {
		texts = with(texts, name, textOf(value))
	}
	return texts
}

// amountOf is a stored number; "" where nothing is stored.
func amountOf(v any) salesman.Amount {
	if textOf(v) == "" {
		return ""
	}
	return salesman.Amount(figureText(v))
}

// dayOf is the day of a stored date or time; the zero Date for none.
func dayOf(text string) salesman.Date {
	t, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	if err != nil {
		return salesman.Date{}
	}
	return salesman.DateOf(t)
}

// timeOf is a stored time; the zero time for none.
func (s *Server) timeOf(text string) time.Time {
	t, _ := s.readTime(text)
	return t
}
