package liveagent

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	vendor      = "liveagent"
	defaultZone = "America/Los_Angeles"
)

// Client calls the LiveAgent REST API v1 of one account. Make one with [New]; it
// is safe for concurrent use.
type Client struct {
	Agents               *AgentsService
	Application          *ApplicationService
	Conversations        *ConversationsService
	Customers            *CustomersService
	CustomerGroups       *CustomerGroupsService
	Departments          *DepartmentsService
	Tags                 *TagsService
	OnlineStatus         *OnlineStatusService
	Overview             *OverviewService
	Reports              *ReportsService
	Suggestions          *SuggestionsService
	SuggestionCategories *SuggestionCategoriesService

	Companies     *CompaniesService
	Files         *FilesService
	Knowledgebase *KnowledgebaseService
	Widgets       *WidgetsService

	core  *transport.Core
	codec *wire.Codec
	// xml and index are the client's defaults of WithXML and WithIndexFallback.
	xml, index bool
}

// service is what every service is: the client under the name of a group of
// operations.
type service struct{ client *Client }

// New returns a client for the account at accountURL, such as
// "https://acme.ladesk.com" or the address of a server of your own; /api at its
// end may be given or left out. apiKey is the account's key for API v1
// (Configuration, System, API): keys for v3 are refused with
// [frontdesk.ErrAuth].
//
// The quota is 180 requests a minute and key; share a [frontdesk.NewWindow]
// between the clients of one key. The API key has all rights and travels in
// query strings and forms, so proxies that log addresses see it.
//
// Errors: [frontdesk.ErrInvalid] for a bad address, key or option, and where the
// zone America/Los_Angeles cannot be loaded: import _ "time/tzdata" then, or
// give [frontdesk.WithLocation].
func New(accountURL, apiKey string, opts ...frontdesk.Option) (*Client, error) {
	set := transport.Resolve(vendor, settings.Client, opts)
	set.BaseURL = apiBase(set.BaseURL)
	zone, err := location(set, time.LoadLocation)
	if err != nil {
		return nil, err
	}
	core, err := transport.New(transport.Config{
		Vendor:     vendor,
		BaseURL:    apiBase(accountURL),
		Credential: apiKey,
		Protocol:   protocol{},
		Windows:    []*quota.Window{quota.NewWindow("minute", 180, time.Minute)},
	}, set)
	if err != nil {
		return nil, err
	}
	c := &Client{core: core, codec: newCodec(zone)}
	c.xml = wantsXML(set, false)
	_, c.index = settings.Get[indexFallback](set)
	c.Agents = &AgentsService{c}
	c.Application = &ApplicationService{c}
	c.Conversations = &ConversationsService{c}
	c.Customers = &CustomersService{c}
	c.CustomerGroups = &CustomerGroupsService{c}
	c.Departments = &DepartmentsService{c}
	c.Tags = &TagsService{c}
	c.OnlineStatus = &OnlineStatusService{c}
	c.Overview = &OverviewService{c}
	c.Reports = &ReportsService{c}
	c.Suggestions = &SuggestionsService{c}
	c.SuggestionCategories = &SuggestionCategoriesService{c}
	c.Companies = &CompaniesService{c}
	c.Files = &FilesService{c}
	c.Knowledgebase = &KnowledgebaseService{c}
	c.Widgets = &WidgetsService{c}
	return c, nil
}

// apiBase brings an account's address into the form that ends in /api.
func apiBase(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw // the transport says what is wrong with it
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	if !strings.HasSuffix(u.Path, "/api") {
		u.Path += "/api"
	}
	return u.String()
}

// location returns the zone of the account's times.
func location(set *settings.Settings, load func(string) (*time.Location, error)) (*time.Location, error) {
	if set.Location != nil {
		return set.Location, nil
	}
	zone, err := load(defaultZone)
	if err != nil {
		return nil, &frontdesk.Error{
			Vendor: vendor, Kind: frontdesk.KindInvalid, Field: "location",
			Message: fmt.Sprintf("the time zone %s of LiveAgent's times cannot be loaded: import _ \"time/tzdata\", or give WithLocation", defaultZone),
		}
	}
	return zone, nil
}

// newCodec reads and writes LiveAgent's JSON: texts for numbers, times without
// zone. Some columns hold a day or a time, depending on the server.
func newCodec(zone *time.Location) *wire.Codec {
	return wire.NewCodec(
		wire.Zone(zone),
		wire.Layouts(time.DateTime, time.DateOnly, "2006-01-02T15:04:05", time.RFC3339),
		wire.AcceptScalars,
	)
}

// Close ends the client: calls that wait for the limiter fail with
// [frontdesk.ErrCanceled]. It is idempotent.
func (c *Client) Close() error {
	c.core.Close()
	return nil
}

// Limits returns what is known of the client's rate limit.
func (c *Client) Limits() []frontdesk.LimitState { return c.core.Limits() }

// Marshal encodes v as LiveAgent's JSON with times in the client's zone: for
// fixtures and caches.
func (c *Client) Marshal(v any) ([]byte, error) { return c.codec.Marshal(v) }

// Unmarshal decodes LiveAgent's JSON as the client does, without the envelope
// "response": for fixtures and caches.
func (c *Client) Unmarshal(data []byte, v any) error {
	return c.codec.Unmarshal(data, v)
}

// defaultCodec is the codec of an account that did not set a zone.
var defaultCodec = sync.OnceValues(func() (*wire.Codec, error) {
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		return nil, errors.New("liveagent: the time zone " + defaultZone + " cannot be loaded: import _ \"time/tzdata\"")
	}
	return newCodec(zone), nil
})

// Marshal is [Client.Marshal] for accounts in the zone America/Los_Angeles.
func Marshal(v any) ([]byte, error) {
	codec, err := defaultCodec()
	if err != nil {
		return nil, err
	}
	return codec.Marshal(v)
}

// Unmarshal is [Client.Unmarshal] for accounts in the zone America/Los_Angeles.
func Unmarshal(data []byte, v any) error {
	codec, err := defaultCodec()
	if err != nil {
		return err
	}
	return codec.Unmarshal(data, v)
}
