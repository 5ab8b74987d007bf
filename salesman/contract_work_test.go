package salesman_test

import "github.com/frontdesk-go/frontdesk/salesman"

const (
	computed   = "the server computes it"
	anyRange   = "an open end of the range is sent as a day far away: the server would put today there"
	openFirst  = "the server shows nothing unless it is told whether open ones are wanted"
	asTheLogin = "the server would count nobody's figures without it"
	wouldReset = "the method refuses to let the server reset it"
	noRequest  = "it builds an address and sends nothing"
)

// workValues, workUnsent, workAlways and workSkip are the entries of the target
// for reminders, activities, leads, enquiries, budget, currencies, price,
// figures, users and calls.
var (
	workValues = map[string]any{
		"task.list order": "tid", "task.add totime": "12:30", "task.update totime": "12:30",
		"history.list order": "cid", "history.list +pid": int64(7),
		"task.history +clid": int64(7), "history.add +clid": int64(7), "history.add_list +clid": int64(7), "currency.history +clid": int64(7),
		"task.history +datum": salesman.Date{Year: 2026, Month: 3, Day: 4}, "history.add +datum": salesman.Date{Year: 2026, Month: 3, Day: 4},
		"history.add_list +datum": salesman.Date{Year: 2026, Month: 3, Day: 4}, "currency.history +datum": salesman.Date{Year: 2026, Month: 3, Day: 4},
		"lead.list order": "id", "lead.add +title": "Jane Doe",
		"entry.list order": "ide", "entry.list status": salesman.EntryStatuses{salesman.EntryNew}, "entry.status uid": int64(0), "entry.status +status": salesman.EntryProcessed,
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
	workSkip = map[string]string{"clientbyphone.open": noRequest}
)
