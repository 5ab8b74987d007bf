package contract_test

import "github.com/frontdesk-go/frontdesk/salesman"

// The entries of the SalesMan target, by the inventory's groups.

const (
	byID       = "the method takes the id, the one key that works everywhere"
	other      = "another method sends it"
	positional = "the inventory has it optional, beside other keys; the method takes it always"
	defaulted  = "the documentation has yes as its default, the server has none"
	numbered   = "the documentation has the next number as its default, the server numbers nothing without it"
	elsewhere  = "the server would overwrite that line of another record"
	chosen     = "one of the optional ones is required, which the inventory cannot say"
)

// recordValues, recordUnsent and recordAlways are the entries of the target for
// clients, deals, invoices, acts and documents.
var (
	recordValues = map[string]any{
		"client.list order": "clid", "deal.list order": "did", "document.list order": "deid",
		"client.add_list iduser": int64(0), "person.add_list iduser": int64(0), "deal.list filter.FIELD": "content",
		"person.list filter.COLUMN": "mob",
		"deal.list active":          salesman.DealsClosed, "deal.list steps": "20,40", "deal.add step": "20", "deal.change_step step": "40",
		"deal.add +clid": int64(7), "deal.change_close +sid": int64(7), "deal.change_user +user": "api@example.com", "document.add +did": int64(7),
		"deal.invoice_mail email": []string{"clid:7"}, "deal.invoice_mail cc.email": "jane@example.com", "deal.invoice_mail bcc.email": "jane@example.com",
		"deal.add speka.spid": int64(0), "akt.add speka.id": int64(0), "akt.mail pid": salesman.SemicolonIDs(nil),
		"akt.mail email": []string{"jane@example.com"}, "akt.mail cc.email": "jane@example.com", "akt.mail bcc.email": "jane@example.com",
		"document.mail email": []string{"clid:7"}, "document.mail cc.email": "jane@example.com", "document.mail bcc.email": "jane@example.com",
	}
	recordUnsent = map[string]string{
		"deal.list uid": ignored, "client.info uid": other, "client.info inn": other, "client.info uids": ignored, "client.update uid": other,
		"client.add_list client.iduser": ignored,
		"deal.info uid":                 byID, "deal.info person": ignored, "deal.info uids": ignored,
		"deal.update uid": byID, "deal.change_step uid": byID, "deal.change_close uid": byID, "deal.change_user uid": byID, "deal.delete uid": byID,
		"deal.invoice_add uid": byID, "deal.invoice_add user": ignored, "deal.invoice_do invoice": byID, "deal.invoice_do did": ignored,
		"deal.invoice_do date.do": "the server drops it", "deal.invoice_express uid": byID, "deal.invoice_express user": ignored,
		"deal.invoice_express templateID": ignored, "deal.invoice_mail invoice": byID, "deal.invoice_mail user": ignored,
		"deal.invoice_html invoice": byID, "deal.invoice_pdf invoice": byID,
		"akt.list did": ignored, "akt.update status": ignored, "akt.mail user": ignored, "akt.html number": byID, "akt.pdf number": byID,
		"document.list signer": ignored, "document.mail user": ignored,
		"deal.add speka.spid": elsewhere, "akt.add speka.id": elsewhere, "akt.mail pid": "the server does not read it beside email",
		"document.mail pid": "the server does not read it: the method sends it in email",
	}
	recordAlways = map[string]string{
		"client.info clid": positional, "deal.list active": defaulted, "deal.list invoice": defaulted,
		"deal.info did": positional, "deal.info invoice": defaulted, "deal.info speka": defaulted, "deal.info client": defaulted, "deal.info payer": defaulted,
		"deal.invoice_add invoice": numbered, "deal.invoice_express invoice": numbered,
		"deal.invoice_add did": positional, "deal.invoice_do id": positional, "deal.invoice_express did": positional, "deal.invoice_mail id": positional,
		"deal.invoice_html id": positional, "deal.invoice_pdf id": positional, "akt.html id": positional, "akt.pdf id": positional,
		"deal.add clid": chosen, "deal.change_close sid": chosen, "deal.change_user user": chosen, "document.add did": chosen,
	}
)

const (
	computed   = "the server computes it"
	anyRange   = "an open end of the range is sent as a day far away: the server would put today there"
	openFirst  = "the server shows nothing unless it is told whether open ones are wanted"
	asTheLogin = "the server would count nobody's figures without it"
	wouldReset = "the method refuses to let the server reset it"
)

// workValues, workUnsent and workAlways are the entries of the target
// for reminders, activities, leads, enquiries, budget, currencies, price,
// figures, users and calls.
var (
	workValues = map[string]any{
		"task.list order": "tid", "task.add totime": "12:30", "task.update totime": "12:30",
		"history.list order": "cid", "history.list +pid": int64(7),
		"task.history +clid": int64(7), "history.add +clid": int64(7), "history.add_list +clid": int64(7), "currency.history +clid": int64(7),
		"task.history +datum": salesman.Date{Year: 2026, Month: 3, Day: 4}, "history.add +datum": salesman.Date{Year: 2026, Month: 3, Day: 4},
		"history.add_list +datum": salesman.Date{Year: 2026, Month: 3, Day: 4}, "currency.history +datum": salesman.Date{Year: 2026, Month: 3, Day: 4},
		"lead.list order": "id", "lead.add +title": "Jane Doe", "lead.add phone": "15550100",
		"entry.list order": "ide", "entry.list status": salesman.EntryStatuses{salesman.EntryNew}, "entry.status uid": int64(0), "entry.status #1": int64(56), "entry.status +status": salesman.EntryProcessed,
		"budget.update +summa": salesman.Amount("10"), "budget.move bmon": 3,
		"currency.update +name": "Euro", "currency.update +course": salesman.Amount("10"),
		"price.list order": "title", "price.category_add type": int64(1), "price.category_update type": int64(1), "price.category_update +title": "Phones",
		"user.user +iduser": int64(7), "calls.list order": "datum", "calls.add +src": "101",
	}
	workUnsent = map[string]string{
		"task.list tip": ignored, "task.list status": ignored, "task.update user": ignored,
		"history.list tip": ignored, "history.add_list user": "each item has its own",
		"lead.add ip": ignored, "lead.add path": ignored, "lead.add user": ignored,
		"entry.info uid": ignored, "entry.status uid": "the server drops the status beside it",
		"budget.add iduser": ignored, "budget.add bmon": computed, "budget.add byear": computed,
		"budget.update iduser": ignored, "budget.update bmon": computed, "budget.update byear": computed, "budget.move do": ignored,
		"currency.add datum": ignored, "currency.update symbol": ignored, "price.update descr": "description does the same",
		"user.user_add mid": ignored, "user.user_add email": ignored, "user.user_add phone_in": ignored,
	}
	workAlways = map[string]string{
		"task.list dateStart": anyRange, "task.list dateEnd": anyRange, "task.list active": openFirst,
		"history.list dateStart": anyRange, "history.list dateEnd": anyRange, "history.list pid": chosen,
		"task.history clid": chosen, "history.add clid": chosen, "history.add_list list.clid": chosen, "currency.history clid": chosen,
		"task.history datum": wouldReset, "history.add datum": wouldReset, "history.add_list list.datum": wouldReset, "currency.history datum": wouldReset,
		"lead.add title": chosen, "entry.status id": positional, "entry.status status": chosen,
		"budget.update summa": wouldReset, "currency.update name": wouldReset, "currency.update course": wouldReset,
		"price.category_update title": wouldReset,
		"statistic.list user":         asTheLogin, "statistic.clients user": asTheLogin, "statistic.deals_new user": asTheLogin,
		"statistic.deals_close user": asTheLogin, "statistic.invoices user": asTheLogin, "statistic.payments user": asTheLogin,
		"user.user iduser": chosen, "calls.list order": "the server's own default is no column", "calls.add calls.src": chosen,
	}
)
