package salesman

import "github.com/frontdesk-go/frontdesk"

// operationFact is what is known of an operation besides its parameters: how it
// is addressed, what repeating it does, and where it strays from the rest.
type operationFact struct {
	id       string
	endpoint string
	action   string
	class    frontdesk.Class
	traits
}

// traits are the peculiarities of an operation that the transport has to know.
type traits uint8

const (
	// formOnly: the parameters are read from a form or the query only.
	formOnly traits = 1 << iota
	// crashesAfterWrite: PHP 8 stores and then dies on the reply.
	crashesAfterWrite
	// itemised: the reply is a bare list with one outcome for each item sent.
	itemised
	// namesRecord: a success names the record by its id. Without a positive one
	// it is none.
	namesRecord
	// bringsData: a reply that is an object has data or a count.
	bringsData
	// bringsRecord: a reply that is an object has data.
	bringsRecord
)

func (t traits) has(trait traits) bool { return t&trait != 0 }

const (
	safe       = frontdesk.ClassSafe
	idempotent = frontdesk.ClassIdempotent
	unsafe     = frontdesk.ClassUnsafe
)

// catalog lists all operations of RestAPI v2, in the order of the vendor's
// documentation.
var catalog = []operationFact{
	{"client.fields", "client", "fields", safe, bringsData},
	{"client.list", "client", "list", safe, bringsData},
	{"client.info", "client", "info", safe, bringsRecord},
	{"client.add", "client", "add", unsafe, namesRecord},
	{"client.add_list", "client", "add.list", unsafe, itemised | namesRecord},
	{"client.update", "client", "update", idempotent, namesRecord},
	{"client.delete", "client", "delete", unsafe, namesRecord},

	{"person.fields", "person", "fields", safe, bringsData},
	{"person.list", "person", "list", safe, bringsData},
	{"person.info", "person", "info", safe, bringsRecord},
	{"person.add", "person", "add", unsafe, crashesAfterWrite | namesRecord},
	{"person.add_list", "person", "add.list", unsafe, formOnly | itemised | namesRecord},
	{"person.update", "person", "update", idempotent, crashesAfterWrite | namesRecord},
	{"person.delete", "person", "delete", unsafe, namesRecord},

	{"deal.fields", "deal", "fields", safe, bringsData},
	{"deal.steplist", "deal", "steplist", safe, bringsData},
	{"deal.direction", "deal", "direction", safe, bringsData},
	{"deal.type", "deal", "type", safe, bringsData},
	{"deal.statusclose", "deal", "statusclose", safe, bringsData},
	{"deal.funnel", "deal", "funnel", safe, bringsData},
	{"deal.list", "deal", "list", safe, bringsData},
	{"deal.info", "deal", "info", safe, bringsRecord},
	{"deal.add", "deal", "add", unsafe, namesRecord},
	{"deal.update", "deal", "update", idempotent, namesRecord},
	{"deal.change_step", "deal", "change.step", idempotent, namesRecord},
	{"deal.change_close", "deal", "change.close", unsafe, 0},
	{"deal.change_user", "deal", "change.user", idempotent, namesRecord},
	{"deal.delete", "deal", "delete", unsafe, namesRecord},
	{"deal.invoice_info", "deal", "invoice.info", safe, bringsRecord},
	{"deal.invoice_add", "deal", "invoice.add", unsafe, namesRecord},
	{"deal.invoice_do", "deal", "invoice.do", unsafe, 0},
	{"deal.invoice_express", "deal", "invoice.express", unsafe, namesRecord},
	{"deal.invoice_mail", "deal", "invoice.mail", unsafe, 0},
	{"deal.invoice_html", "deal", "invoice.html", safe, 0},
	{"deal.invoice_pdf", "deal", "invoice.pdf", safe, 0},
	{"deal.invoice_templates", "deal", "invoice.templates", safe, bringsData},

	{"task.fields", "task", "fields", safe, bringsData},
	{"task.tips", "task", "tips", safe, bringsData},
	{"task.info", "task", "info", safe, bringsRecord},
	{"task.list", "task", "list", safe, bringsData},
	{"task.add", "task", "add", unsafe, namesRecord},
	{"task.update", "task", "update", idempotent, namesRecord},
	{"task.doit", "task", "doit", unsafe, namesRecord},
	{"task.delete", "task", "delete", unsafe, namesRecord},
	{"task.history", "task", "history", unsafe, 0},

	{"history.fields", "history", "fields", safe, bringsData},
	{"history.tips", "history", "tips", safe, bringsData},
	{"history.info", "history", "info", safe, bringsRecord},
	{"history.list", "history", "list", safe, bringsData},
	{"history.add", "history", "add", unsafe, namesRecord},
	{"history.add_list", "history", "add.list", unsafe, itemised | namesRecord},
	{"history.delete", "history", "delete", unsafe, 0},

	{"lead.info", "lead", "info", safe, bringsRecord},
	{"lead.list", "lead", "list", safe, bringsData},
	{"lead.stat", "lead", "stat", safe, bringsData},
	{"lead.add", "lead", "add", unsafe, namesRecord},

	{"entry.list", "entry", "list", safe, bringsData},
	{"entry.info", "entry", "info", safe, bringsRecord},
	{"entry.status", "entry", "status", idempotent, namesRecord},

	{"akt.statuses", "akt", "statuses", safe, bringsData},
	{"akt.templates", "akt", "templates", safe, bringsData},
	{"akt.info", "akt", "info", safe, bringsRecord},
	{"akt.list", "akt", "list", safe, bringsData},
	{"akt.add", "akt", "add", unsafe, namesRecord},
	{"akt.update", "akt", "update", idempotent, namesRecord},
	{"akt.status_change", "akt", "status.change", idempotent, namesRecord},
	{"akt.delete", "akt", "delete", unsafe, namesRecord},
	{"akt.mail", "akt", "mail", unsafe, 0},
	{"akt.html", "akt", "html", safe, 0},
	{"akt.pdf", "akt", "pdf", safe, 0},

	{"budget.fields", "budget", "fields", safe, 0},
	{"budget.info", "budget", "info", safe, 0},
	{"budget.add", "budget", "add", unsafe, namesRecord},
	{"budget.update", "budget", "update", idempotent, namesRecord},
	{"budget.delete", "budget", "delete", unsafe, namesRecord},
	{"budget.doit", "budget", "doit", idempotent, namesRecord},
	{"budget.undoit", "budget", "undoit", idempotent, namesRecord},
	{"budget.move", "budget", "move", unsafe, namesRecord},
	{"budget.unmove", "budget", "unmove", unsafe, namesRecord},
	{"budget.add_category", "budget", "addCategory", unsafe, namesRecord},
	{"budget.edit_category", "budget", "editCategory", idempotent, namesRecord},
	{"budget.delete_category", "budget", "deleteCategory", unsafe, namesRecord},

	{"document.tips", "document", "tips", safe, bringsData},
	{"document.statuses", "document", "statuses", safe, bringsData},
	{"document.info", "document", "info", safe, bringsRecord},
	{"document.list", "document", "list", safe, bringsData},
	{"document.add", "document", "add", unsafe, namesRecord},
	{"document.update", "document", "update", idempotent, namesRecord},
	{"document.status_change", "document", "status.change", idempotent, namesRecord},
	{"document.delete", "document", "delete", unsafe, namesRecord},
	{"document.mail", "document", "mail", unsafe, 0},

	{"currency.info", "currency", "info", safe, bringsRecord},
	{"currency.list", "currency", "list", safe, bringsData},
	{"currency.add", "currency", "add", unsafe, namesRecord},
	{"currency.update", "currency", "update", idempotent, namesRecord},
	{"currency.delete", "currency", "delete", unsafe, namesRecord},
	{"currency.history", "currency", "history", unsafe, 0},

	{"price.fields", "price", "fields", safe, 0},
	{"price.info", "price", "info", safe, bringsRecord},
	{"price.list", "price", "list", safe, bringsData},
	{"price.add", "price", "add", unsafe, namesRecord},
	{"price.update", "price", "update", idempotent, namesRecord},
	{"price.delete", "price", "delete", unsafe, namesRecord},
	{"price.category_list", "price", "category.list", safe, 0},
	{"price.category_add", "price", "category.add", unsafe, namesRecord},
	{"price.category_update", "price", "category.update", idempotent, namesRecord},
	{"price.category_delete", "price", "category.delete", unsafe, namesRecord},

	{"guides.category", "guides", "category", safe, bringsData},
	{"guides.territory", "guides", "territory", safe, bringsData},
	{"guides.relations", "guides", "relations", safe, bringsData},
	{"guides.clientpath", "guides", "clientpath", safe, bringsData},
	{"guides.company_list", "guides", "company.list", safe, bringsData},
	{"guides.company_listfull", "guides", "company.listfull", safe, bringsData},
	{"guides.company_bank", "guides", "company.bank", safe, bringsData},
	{"guides.company_signers", "guides", "company.signers", safe, bringsData},

	{"statistic.list", "statistic", "list", safe, 0},
	{"statistic.clients", "statistic", "clients", safe, 0},
	{"statistic.deals_new", "statistic", "dealsNew", safe, 0},
	{"statistic.deals_close", "statistic", "dealsClose", safe, 0},
	{"statistic.invoices", "statistic", "invoices", safe, 0},
	{"statistic.payments", "statistic", "payments", safe, 0},

	{"user.user", "user", "user", safe, bringsRecord},
	{"user.user_list", "user", "user.list", safe, bringsData},
	{"user.user_add", "user", "user.add", unsafe, namesRecord},

	{"calls.list", "calls", "list", safe, bringsData},
	{"calls.add", "calls", "add", unsafe, 0},
}

// factOf returns what is known of an action of an endpoint.
func factOf(endpoint, action string) (operationFact, bool) {
	for _, fact := range catalog {
		if fact.endpoint == endpoint && fact.action == action {
			return fact, true
		}
	}
	return operationFact{}, false
}

// factByID returns what is known of an operation.
func factByID(id string) (operationFact, bool) {
	for _, fact := range catalog {
		if fact.id == id {
			return fact, true
		}
	}
	return operationFact{}, false
}
