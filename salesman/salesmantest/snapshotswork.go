package salesmantest

import (
	"bytes"
	"slices"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// Tasks returns the reminders that are stored.
func (s *Server) Tasks() []Task {
	return snapshots(s, s.work.tasks.All, s.taskSnapshot)
}

// Activities returns the records of the history that are stored.
func (s *Server) Activities() []Activity {
	return snapshots(s, s.work.activities.All, func(a *activity) Activity {
		return Activity{
			ID: a.id, Content: a.content, Type: a.kind, Time: s.timeOf(a.time), Owner: s.loginOf(a.ownerID), ClientID: a.clientID, DealID: a.dealID,
			ContactIDs: slices.Clone(a.contacts),
		}
	})
}

// Leads returns the leads that are stored.
func (s *Server) Leads() []Lead {
	return snapshots(s, s.work.leads.All, s.leadSnapshot)
}

// Entries returns the enquiries that are stored.
func (s *Server) Entries() []Entry {
	return snapshots(s, s.registry.entries.All, func(e *entry) Entry {
		return Entry{
			ID: e.id, UID: e.uid, Content: pointed(e.content), ClientID: e.clientID, ContactID: e.contactID, DealID: e.dealID,
			Owner: s.loginOf(e.ownerID), Author: s.loginOf(e.authorID), Status: salesman.EntryStatus(idText(e.status)),
			Created: e.created, Processed: e.processed, Products: slices.Clone(e.products),
		}
	})
}

// PhoneCalls returns the calls that are stored.
func (s *Server) PhoneCalls() []PhoneCall {
	return snapshots(s, s.registry.calls.All, func(p *phoneCall) PhoneCall {
		return PhoneCall{
			ID: p.id, UID: p.uid, Time: s.timeOf(p.time), Direction: salesman.CallDirection(p.direction), Result: salesman.CallResult(p.result),
			Seconds: p.seconds, From: pointed(p.from), To: pointed(p.to), Recording: pointed(p.file), User: s.loginOf(p.ownerID),
		}
	})
}

// PriceItems returns the items of the price list that are stored.
func (s *Server) PriceItems() []PriceItem {
	return snapshots(s, s.work.prices.All, func(p *priceItem) PriceItem {
		amount := func(name string) salesman.Amount { return salesman.Amount(p.numbers[name]) }
		return PriceItem{
			ID: p.id, Article: p.texts["artikul"], Title: p.texts["title"], Description: p.texts["descr"], Unit: p.texts["edizm"],
			Prices: salesman.Prices{
				Cost: amount("price_in"), Price1: amount("price_1"), Price2: amount("price_2"), Price3: amount("price_3"),
				Price4: amount("price_4"), Price5: amount("price_5"),
			},
			VATPercent: amount("nds"), Archived: p.archive == "yes", CategoryID: p.categoryID, Created: s.timeOf(p.created),
		}
	})
}

// BudgetRecords returns the incomes, expenses and transfers that are stored.
func (s *Server) BudgetRecords() []BudgetRecord {
	return snapshots(s, s.work.payments.All, func(p *payment) BudgetRecord {
		return BudgetRecord{
			ID: p.id, Title: p.texts["title"], Description: p.texts["des"], Invoice: p.texts["invoice"], CategoryID: p.categoryID,
			AccountID: p.accountID, Amount: salesman.Amount(shortAmount(p.amount)), Executed: p.done(), DealID: p.dealID, SupplierID: p.supplierID,
			PartnerID: p.partnerID, PlannedOn: dayOf(p.texts["date_plan"]), InvoiceDate: dayOf(p.texts["invoice_date"]),
			PaidOn: dayOf(p.texts["invoice_paydate"]), User: s.loginOf(p.userID),
		}
	})
}

// Currencies returns the currencies that are stored.
func (s *Server) Currencies() []Currency {
	return snapshots(s, s.work.currencies.All, func(x *currency) Currency {
		return Currency{ID: x.id, Name: x.name, Code: x.code, Sign: x.view, Rate: salesman.Amount(x.rate), RateDate: dayOf(x.day)}
	})
}

// Users returns the users, those that are there from the start too.
func (s *Server) Users() []User {
	return snapshots(s, s.allUsers, func(u *user) User {
		return User{
			ID: u.id, Login: u.login, Name: u.title(), Chief: u.chief, UID: u.uid, DepartmentUID: u.department, Role: u.role, JobTitle: u.jobTitle,
			Email: u.email, Phone: u.phone, Extension: u.extension, Mobile: u.mobile, Inactive: u.inactive,
			Password: u.password, Fax: u.fax, Birthday: u.birthday,
		}
	})
}

// Documents returns the documents that are stored, without the acts.
func (s *Server) Documents() []Document {
	documents := func() []*paper { return s.office.papers.Where(func(p *paper) bool { return !p.isAct() }) }
	return snapshots(s, documents, s.documentSnapshot)
}

// Acts returns the acts that are stored.
func (s *Server) Acts() []Act {
	acts := func() []*paper { return s.office.papers.Where((*paper).isAct) }
	return snapshots(s, acts, func(p *paper) Act {
		shown := Act{
			ID: p.id, DealID: p.dealID, Number: p.number, Date: dayOf(p.day), Owner: s.loginOf(p.ownerID), Description: p.description,
			Template: p.template, StatusID: p.statusID, InvoiceID: p.invoice,
		}
		for _, line := range p.lines {
			shown.Positions = append(shown.Positions, salesman.ActPosition{
				ID: line.id, LineID: line.lineID, PriceItemID: line.priceItemID, Quantity: amountOf(line.quantity),
			})
		}
		return shown
	})
}

func (s *Server) taskSnapshot(t *task) Task {
	shown := Task{
		ID: t.id, Title: t.title, Description: pointed(t.des), Type: t.kind, Date: dayOf(t.day), Time: t.clock, Owner: s.loginOf(t.ownerID),
		Author: s.loginOf(t.authorID), ClientID: t.clientID, DealID: t.dealID, ContactIDs: slices.Clone(t.contacts),
		Importance: salesman.TaskLevel(t.priority), Urgency: salesman.TaskLevel(t.speed), ReadOnly: t.readonly == "yes",
		WholeDay: pointed(t.wholeDay) == "yes",
	}
	if t.active == "no" {
		shown.Outcome = salesman.TaskOutcome(t.status)
	}
	return shown
}

func (s *Server) leadSnapshot(l *lead) Lead {
	shown := Lead{
		ID: l.id, Name: l.texts["title"], Email: l.texts["email"], Phone: l.texts["phone"], Site: l.texts["site"], Company: l.texts["company"],
		Description: l.texts["description"], City: l.texts["city"], Country: l.texts["country"], Status: salesman.LeadStatus(idText(l.status)),
		Verdict: salesman.LeadVerdict(idText(l.result)), Operator: s.loginOf(l.ownerID), ClientID: l.clientID, ContactID: l.contactID,
		DealID: l.dealID, SourceID: l.sourceID, Created: l.created, Processed: l.processed,
		UTM: salesman.UTM{
			Source: l.texts["utm_source"], Medium: l.texts["utm_medium"], Campaign: l.texts["utm_campaign"], Term: l.texts["utm_term"],
			Content: l.texts["utm_content"], Referrer: l.texts["utm_referrer"],
		},
	}
	for _, row := range l.uids {
		shown.UIDs = with(shown.UIDs, textOf(row.values["name"]), textOf(row.values["value"]))
	}
	return shown
}

func (s *Server) documentSnapshot(p *paper) Document {
	shown := Document{
		ID: p.id, TypeID: p.typeID, Title: p.title, Number: p.number, Description: p.description, Owner: s.loginOf(p.ownerID), DealID: p.dealID,
		ClientID: p.clientID, PayerID: p.payerID, ContactID: p.contactID, CompanyID: p.companyID, SignerID: p.signerID, StatusID: p.statusID,
		From: dayOf(p.from), Till: dayOf(p.till), Created: p.created,
	}
	for _, f := range p.files {
		if shown.Files == nil {
			shown.Files = map[string][]byte{}
		}
		shown.Files[f.name] = bytes.Clone(s.office.files[f.stored].data)
	}
	return shown
}

// pointed is a text that may be missing.
func pointed(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
