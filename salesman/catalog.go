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
	{"client.fields", "client", "fields", safe, 0},
	{"client.list", "client", "list", safe, 0},
	{"client.info", "client", "info", safe, 0},
	{"client.add", "client", "add", unsafe, 0},
	{"client.add_list", "client", "add.list", unsafe, itemised},
	{"client.update", "client", "update", idempotent, 0},
	{"client.delete", "client", "delete", unsafe, 0},

	{"person.fields", "person", "fields", safe, 0},
	{"person.list", "person", "list", safe, 0},
	{"person.info", "person", "info", safe, 0},
	{"person.add", "person", "add", unsafe, crashesAfterWrite},
	{"person.add_list", "person", "add.list", unsafe, formOnly | itemised},
	{"person.update", "person", "update", idempotent, crashesAfterWrite},
	{"person.delete", "person", "delete", unsafe, 0},

	{"deal.fields", "deal", "fields", safe, 0},
	{"deal.steplist", "deal", "steplist", safe, 0},
	{"deal.direction", "deal", "direction", safe, 0},
	{"deal.type", "deal", "type", safe, 0},
	{"deal.statusclose", "deal", "statusclose", safe, 0},
	{"deal.funnel", "deal", "funnel", safe, 0},
	{"deal.list", "deal", "list", safe, 0},
	{"deal.info", "deal", "info", safe, 0},
	{"deal.add", "deal", "add", unsafe, 0},
	{"deal.update", "deal", "update", idempotent, 0},
	{"deal.change_step", "deal", "change.step", idempotent, 0},
	{"deal.change_close", "deal", "change.close", unsafe, 0},
	{"deal.change_user", "deal", "change.user", idempotent, 0},
	{"deal.delete", "deal", "delete", unsafe, 0},
	{"deal.invoice_info", "deal", "invoice.info", safe, 0},
	{"deal.invoice_add", "deal", "invoice.add", unsafe, 0},
	{"deal.invoice_do", "deal", "invoice.do", unsafe, 0},
	{"deal.invoice_express", "deal", "invoice.express", unsafe, 0},
	{"deal.invoice_mail", "deal", "invoice.mail", unsafe, 0},
	{"deal.invoice_html", "deal", "invoice.html", safe, 0},
	{"deal.invoice_pdf", "deal", "invoice.pdf", safe, 0},
	{"deal.invoice_templates", "deal", "invoice.templates", safe, 0},

	{"task.fields", "task", "fields", safe, 0},
	{"task.tips", "task", "tips", safe, 0},
	{"task.info", "task", "info", safe, 0},
	{"task.list", "task", "list", safe, 0},
	{"task.add", "task", "add", unsafe, 0},
	{"task.update", "task", "update", idempotent, 0},
	{"task.doit", "task", "doit", unsafe, 0},
	{"task.delete", "task", "delete", unsafe, 0},
	{"task.history", "task", "history", unsafe, 0},

	{"history.fields", "history", "fields", safe, 0},
	{"history.tips", "history", "tips", safe, 0},
	{"history.info", "history", "info", safe, 0},
	{"history.list", "history", "list", safe, 0},
	{"history.add", "history", "add", unsafe, 0},
	{"history.add_list", "history", "add.list", unsafe, itemised},
	{"history.delete", "history", "delete", unsafe, 0},

	{"lead.info", "lead", "info", safe, 0},
	{"lead.list", "lead", "list", safe, 0},
	{"lead.stat", "lead", "stat", safe, 0},
	{"lead.add", "lead", "add", unsafe, 0},

	{"entry.list", "entry", "list", safe, 0},
	{"entry.info", "entry", "info", safe, 0},
	{"entry.status", "entry", "status", idempotent, 0},

	{"akt.statuses", "akt", "statuses", safe, 0},
	{"akt.templates", "akt", "templates", safe, 0},
	{"akt.info", "akt", "info", safe, 0},
	{"akt.list", "akt", "list", safe, 0},
	{"akt.add", "akt", "add", unsafe, 0},
	{"akt.update", "akt", "update", idempotent, 0},
	{"akt.status_change", "akt", "status.change", idempotent, 0},
	{"akt.delete", "akt", "delete", unsafe, 0},
	{"akt.mail", "akt", "mail", unsafe, 0},
	{"akt.html", "akt", "html", safe, 0},
	{"akt.pdf", "akt", "pdf", safe, 0},

	{"budget.fields", "budget", "fields", safe, 0},
	{"budget.info", "budget", "info", safe, 0},
	{"budget.add", "budget", "add", unsafe, 0},
	{"budget.update", "budget", "update", idempotent, 0},
	{"budget.delete", "budget", "delete", unsafe, 0},
	{"budget.doit", "budget", "doit", idempotent, 0},
	{"budget.undoit", "budget", "undoit", idempotent, 0},
	{"budget.move", "budget", "move", unsafe, 0},
	{"budget.unmove", "budget", "unmove", unsafe, 0},
	{"budget.add_category", "budget", "addCategory", unsafe, 0},
	{"budget.edit_category", "budget", "editCategory", idempotent, 0},
	{"budget.delete_category", "budget", "deleteCategory", unsafe, 0},

	{"document.tips", "document", "tips", safe, 0},
	{"document.statuses", "document", "statuses", safe, 0},
	{"document.info", "document", "info", safe, 0},
	{"document.list", "document", "list", safe, 0},
	{"document.add", "document", "add", unsafe, 0},
	{"document.update", "document", "update", idempotent, 0},
	{"document.status_change", "document", "status.change", idempotent, 0},
	{"document.delete", "document", "delete", unsafe, 0},
	{"document.mail", "document", "mail", unsafe, 0},

	{"currency.info", "currency", "info", safe, 0},
	{"currency.list", "currency", "list", safe, 0},
	{"currency.add", "currency", "add", unsafe, 0},
	{"currency.update", "currency", "update", idempotent, 0},
	{"currency.delete", "currency", "delete", unsafe, 0},
	{"currency.history", "currency", "history", unsafe, 0},

	{"price.fields", "price", "fields", safe, 0},
	{"price.info", "price", "info", safe, 0},
	{"price.list", "price", "list", safe, 0},
	{"price.add", "price", "add", unsafe, 0},
	{"price.update", "price", "update", idempotent, 0},
	{"price.delete", "price", "delete", unsafe, 0},
	{"price.category_list", "price", "category.list", safe, 0},
	{"price.category_add", "price", "category.add", unsafe, 0},
	{"price.category_update", "price", "category.update", idempotent, 0},
	{"price.category_delete", "price", "category.delete", unsafe, 0},

	{"guides.category", "guides", "category", safe, 0},
	{"guides.territory", "guides", "territory", safe, 0},
	{"guides.relations", "guides", "relations", safe, 0},
	{"guides.clientpath", "guides", "clientpath", safe, 0},
	{"guides.company_list", "guides", "company.list", safe, 0},
	{"guides.company_listfull", "guides", "company.listfull", safe, 0},
	{"guides.company_bank", "guides", "company.bank", safe, 0},
	{"guides.company_signers", "guides", "company.signers", safe, 0},

	{"statistic.list", "statistic", "list", safe, 0},
	{"statistic.clients", "statistic", "clients", safe, 0},
	{"statistic.deals_new", "statistic", "dealsNew", safe, 0},
	{"statistic.deals_close", "statistic", "dealsClose", safe, 0},
	{"statistic.invoices", "statistic", "invoices", safe, 0},
	{"statistic.payments", "statistic", "payments", safe, 0},

	{"user.user", "user", "user", safe, 0},
	{"user.user_list", "user", "user.list", safe, 0},
	{"user.user_add", "user", "user.add", unsafe, 0},

	{"calls.list", "calls", "list", safe, 0},
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
