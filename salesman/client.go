package salesman

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	vendor   = "salesman"
	apiPath  = "/developer/v2"
	jsonType = "application/json" // exactly: with a charset the server reads no JSON
	formType = "application/x-www-form-urlencoded"

	// maxWrites is low because the server calls itself by HTTP in each write; see
	// [WithMaxWrites].
	maxWrites writeBound = 2
)

// Client calls the RestAPI v2 of one CRM in the name of one of its users. Make
// one with [New]; it is safe for concurrent use.
type Client struct {
	// Clients are the companies and persons that the account deals with.
	Clients *ClientsService
	// Contacts are the people at clients (person).
	Contacts *ContactsService
	// Deals are deals, and Invoices their invoices.
	Deals    *DealsService
	Invoices *InvoicesService
	// Acts are papers on deliveries (akt), Documents the other papers.
	Acts      *ActsService
	Documents *DocumentsService
	// Tasks are reminders (task).
	Tasks *TasksService
	// Activities are the history of clients, contacts and deals (history).
	Activities *ActivitiesService
	// Leads are requests from outside (lead), Entries enquiries (entry).
	Leads   *LeadsService
	Entries *EntriesService
	// Budget is income, expenses and transfers (budget).
	Budget *BudgetService
	// Currencies are the account's currencies (currency).
	Currencies *CurrenciesService
	// Price is the price list (price).
	Price *PriceService
	// Guides are small lists to choose from (guides).
	Guides *GuidesService
	// Statistics are figures by employee (statistic).
	Statistics *StatisticsService
	// Users are the users of the CRM (user).
	Users *UsersService
	// Calls is the log of phone calls (calls).
	Calls *CallsService

	core   *transport.Core
	codec  *wire.Codec
	login  string
	crmURL string // without apiPath
	zone   *time.Location
	form   bool
	suffix string

	shownFields *shownFields // nil without WithFieldCheck
}

// service is what every service is: the client under the name of a group of
// operations.
type service struct{ client *Client }

// New returns a client for the CRM at crmURL, such as https://crm.example.com
// or https://example.com/crm, with or without /developer/v2. login is the user
// in whose name it acts: lists show what belongs to that user and to
// subordinates. apiKey is the account's (control panel, general settings,
// security).
//
// Neither the API key nor the login is shown in dumps and errors, except a login of
// letters alone, such as admin, or of less than 6 bytes, which other texts may have.
//
// A request may take 30 seconds, since the server makes PDFs and sends mail
// while it answers; see [frontdesk.WithAttemptTimeout].
func New(crmURL, login, apiKey string, opts ...frontdesk.Option) (*Client, error) {
	set := transport.Resolve(vendor, settings.Client, opts)
	if set.BaseURL != "" {
		set.BaseURL = apiURL(set.BaseURL)
	}
	if err := checkLogin(login); err != nil {
		set.Fail(err)
	}
	c := &Client{codec: newCodec(set.Location), login: login, crmURL: strings.TrimSuffix(apiURL(crmURL), apiPath)}
	if c.zone = set.Location; c.zone == nil {
		c.zone = time.UTC
	}
	if set.BaseURL != "" {
		c.crmURL = strings.TrimSuffix(set.BaseURL, apiPath)
	}
	_, c.form = settings.Get[formMode](set)
	c.shownFields, _ = settings.Get[*shownFields](set)
	writes, ok := settings.Get[writeBound](set)
	if !ok {
		writes = maxWrites
	}
	if _, ok := settings.Get[scriptName](set); ok {
		c.suffix = ".php"
	}
	core, err := transport.New(transport.Config{
		Vendor:     vendor,
		BaseURL:    apiURL(crmURL),
		Credential: apiKey,
		Protocol:   &protocol{login: login},
		Secrets:    secretLogin(login),
		MaxWrites:  int(writes),

		ErrorsInSuccess: true,
	}, set)
	if err != nil {
		return nil, err
	}
	c.core = core
	c.Clients, c.Contacts = &ClientsService{c}, &ContactsService{c}
	c.Deals, c.Invoices = &DealsService{c}, &InvoicesService{c}
	c.Acts, c.Documents = &ActsService{c}, &DocumentsService{c}
	c.Tasks, c.Activities = &TasksService{c}, &ActivitiesService{c}
	c.Leads, c.Entries = &LeadsService{c}, &EntriesService{c}
	c.Budget, c.Currencies, c.Price = &BudgetService{c}, &CurrenciesService{c}, &PriceService{c}
	c.Guides, c.Statistics = &GuidesService{c}, &StatisticsService{c}
	c.Users, c.Calls = &UsersService{c}, &CallsService{c}
	return c, nil
}

// apiURL completes the address of a CRM; what is no address is left for the
// transport to refuse.
func apiURL(crmURL string) string {
	base := strings.TrimRight(strings.TrimSpace(crmURL), "/")
	if base == "" || strings.HasSuffix(base, apiPath) {
		return base
	}
	return strings.TrimSuffix(base, "/developer") + apiPath
}

// secretLogin returns the login to be kept out of dumps and errors: the server
// repeats it in some replies, beside the key. A short one, or one that is a word,
// would blacken texts that only use the word.
func secretLogin(login string) []string {
	const shortest = 6
	isWord := !strings.ContainsFunc(login, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(login) < shortest || isWord {
		return nil
	}
	return []string{login}
}

// checkLogin refuses what cannot be a login. A quote would reach the server's
// SQL as it is.
func checkLogin(login string) error {
	switch {
	case login == "":
		return fmt.Errorf("the login is empty")
	case !utf8.ValidString(login):
		return fmt.Errorf("the login is not valid UTF-8")
	case strings.ContainsAny(login, "'\"`\\"):
		return fmt.Errorf("the login contains a quote or a backslash")
	case strings.TrimSpace(login) != login:
		return fmt.Errorf("the login begins or ends with white space")
	}
	for _, r := range login {
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("the login contains a control character")
		}
	}
	return nil
}

// newCodec reads and writes the server's JSON: numbers and texts stand for one
// another, "", false and [] for nothing, an object of indexes for a list; dates come
// in several spellings, and some are those of no day.
func newCodec(zone *time.Location) *wire.Codec {
	return wire.NewCodec(
		wire.Zone(zone),
		wire.Layouts(time.DateTime, time.DateOnly, "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006",
			"02.01.06,  15:04", "02.01.06, 15:04", time.RFC3339),
		wire.ImpossibleTimes(),
		wire.Accept(wire.Lenient|wire.ListsFromIndexes),
	)
}

// Close ends the client: calls that wait fail with [frontdesk.ErrCanceled]. It
// is idempotent.
func (c *Client) Close() error {
	c.core.Close()
	return nil
}

// Limits returns what is known of the client's limits. The server has none, so
// there are only those set with [frontdesk.WithWindow].
func (c *Client) Limits() []frontdesk.LimitState { return c.core.Limits() }

// Marshal encodes v as the server's JSON, in the client's time zone: for
// fixtures and caches.
func (c *Client) Marshal(v any) ([]byte, error) { return c.codec.Marshal(v) }

// Unmarshal decodes the server's JSON as the client does: for fixtures, caches
// and webhooks.
func (c *Client) Unmarshal(data []byte, v any) error { return c.codec.Unmarshal(data, v) }

// Do calls an action of an endpoint that this package has no method for, such
// as Do(ctx, "person", "list", params, &out). params is a struct or map that
// becomes a JSON object, or nil; out receives the whole reply, envelope
// included, and may be nil. Whether the reply is a success is decided as for
// every method. A member action or apikey of params is [frontdesk.ErrInvalid]: it would
// take the place of the client's own.
//
// An action that is not in the vendor's documentation counts as an unsafe
// write; [frontdesk.WithClass] says otherwise.
func (c *Client) Do(ctx context.Context, endpoint, action string, params, out any, opts ...frontdesk.Option) error {
	fact, known := factOf(endpoint, action)
	if !known {
		fact = operationFact{endpoint: endpoint, action: action}
	}
	op := &transport.Operation{ID: fact.id, Method: http.MethodPost, Class: fact.class}
	if !known {
		op.ID = endpoint + "." + action
	}
	if !isWord(endpoint) {
		return c.core.InvalidArgument(op, "endpoint", "%q is not the name of an endpoint", endpoint)
	}
	if action == "" {
		return c.core.InvalidArgument(op, "action", "is empty")
	}
	op.Path = "/" + endpoint
	_, err := c.send(ctx, fact, request{op: op, params: params, out: out, hatch: !known}, opts)
	return err
}

// isWord reports whether name consists of letters, digits and underscores.
func isWord(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}
