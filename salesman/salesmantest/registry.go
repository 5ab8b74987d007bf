package salesmantest

import (
	"maps"
	"slices"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// table holds records by their ids.
type table[T any] = fakestore.Table[int64, T]

func newTable[T any]() *table[T] { return fakestore.New[int64, T](fakestore.Numbered(1)) }

// registry is what the server remembers of enquiries, phone calls, the guides
// and the categories of price list and budget.
type registry struct {
	entries *table[*entry]
	calls   *table[*phoneCall]

	industries  *table[salesman.Industry]
	territories *table[salesman.Territory]
	relations   *table[salesman.Relation]
	sources     *table[salesman.ClientSource]
	companies   *table[salesman.Company]
	accounts    *table[*account]
	signers     *table[salesman.Signer]

	priceLevels      []PriceLevel
	priceCategories  *table[*priceCategory]
	budgetCategories *table[*budgetCategory]
	// leadOperators are the logins of those who get leads.
	leadOperators []string
}

// newRegistry is that of a new account.
func newRegistry() registry {
	r := registry{
		entries: newTable[*entry](), calls: newTable[*phoneCall](),
		industries: newTable[salesman.Industry](), territories: newTable[salesman.Territory](), relations: newTable[salesman.Relation](),
		sources: newTable[salesman.ClientSource](), companies: newTable[salesman.Company](), accounts: newTable[*account](),
		signers:     newTable[salesman.Signer](),
		priceLevels: newPriceLevels(), priceCategories: newTable[*priceCategory](), budgetCategories: newTable[*budgetCategory](),
	}
	r.fillGuides()
	r.fillBudget()
	return r
}

// quoteCrash is how a script dies of a quote in a parameter that is part of a
// query as it is; "" without one.
func (c *call) quoteCrash(names ...string) string {
	if !c.breaksSQL(names...) {
		return ""
	}
	return crashPage(syntaxCrash("' and identity = '1'"), c.endpoint+".php", 300)
}

// registryCrash is what the list of an endpoint of the registry dies of: a quote, an
// unknown column to sort by and, on PHP 8, a page that is no number; "" for
// nothing. calls and leads read the page as a number.
func (s *Server) registryCrash(c *call, order string, columns []string, params ...string) string {
	switch page := c.quoteCrash(append(params, "order")...); {
	case page != "":
		return page
	case !slices.Contains(columns, order):
		return columnCrash(order, "ORDER BY")
	case s.config.php8 && c.badOffset() && (c.endpoint == "entry" || c.endpoint == "price"):
		return crashPage("Uncaught TypeError: Unsupported operand types: string * int", c.endpoint+".php", 240)
	}
	return ""
}

// registryHandlers are those of enquiries, phone calls, guides and statistics.
func (s *Server) registryHandlers() map[string]func(*call) string {
	handlers := s.guideHandlers()
	for _, more := range []map[string]func(*call) string{s.entryHandlers(), s.phoneHandlers(), s.statisticHandlers()} {
		maps.Copy(handlers, more)
	}
	return handlers
}
