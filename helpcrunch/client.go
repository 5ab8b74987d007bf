package helpcrunch

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

const (
	vendor         = "helpcrunch"
	defaultBaseURL = "https://api.helpcrunch.com/v1"
	jsonType       = "application/json"
)

var (
	// codec reads what HelpCrunch sends: times are Unix seconds in three
	// spellings. It keeps milliseconds, so that what was read can be stored.
	codec = wire.NewCodec(wire.UnixSeconds(3), wire.AcceptScalars)
	// bodies writes what is sent: the vendor documents whole seconds only.
	bodies = wire.NewCodec(wire.UnixSeconds(0))
)

// Client calls the HelpCrunch REST API v1. Make one with [New]; it is safe for
// concurrent use.
type Client struct {
	Customers    *CustomersService
	Events       *EventsService
	Chats        *ChatsService
	Messages     *MessagesService
	Agents       *AgentsService
	Departments  *DepartmentsService
	Applications *ApplicationsService
	Organization *OrganizationService

	core *transport.Core
}

// service is what every service is: the client under the name of a group of
// operations.
type service struct{ client *Client }

// New returns a client that authenticates with an API key (Settings,
// Developers, Public API; the legacy key belongs to another API).
//
// The key's quota is 120 requests a minute; set [frontdesk.WithWindow] if the
// account has another one, and share a [frontdesk.NewWindow] between the clients
// of one key.
func New(apiKey string, opts ...frontdesk.Option) (*Client, error) {
	core, err := transport.New(transport.Config{
		Vendor:     vendor,
		BaseURL:    defaultBaseURL,
		Credential: apiKey,
		Protocol:   protocol{},
		Windows:    []*quota.Window{quota.NewWindow("minute", 120, time.Minute)},
	}, transport.Resolve(vendor, settings.Client, opts))
	if err != nil {
		return nil, err
	}
	c := &Client{core: core}
	c.Customers = &CustomersService{c}
	c.Events = &EventsService{c}
	c.Chats = &ChatsService{c}
	c.Messages = &MessagesService{c}
	c.Agents = &AgentsService{c}
	c.Departments = &DepartmentsService{c}
	c.Applications = &ApplicationsService{c}
	c.Organization = &OrganizationService{c}
	return c, nil
}

// Close ends the client: calls that wait for the limiter fail with
// [frontdesk.ErrCanceled]. It is idempotent.
func (c *Client) Close() error {
	c.core.Close()
	return nil
}

// Limits returns what is known of the client's rate limit.
func (c *Client) Limits() []frontdesk.LimitState { return c.core.Limits() }

// Marshal encodes v as HelpCrunch's JSON: for fixtures and caches. [Unmarshal]
// reads it back without loss.
func Marshal(v any) ([]byte, error) { return codec.Marshal(v) }

// Unmarshal decodes HelpCrunch's JSON as the client does: for fixtures, caches
// and webhooks.
func Unmarshal(data []byte, v any) error { return codec.Unmarshal(data, v) }

// request is one call in the words of this package.
type request struct {
	op    *transport.Operation
	ids   []int64 // for the path, in its order
	query any     // params with url tags
	body  any     // params with json tags
	out   any
	// convert makes JSON of the reply; nil if it is.
	convert func(body []byte) ([]byte, error)
}

// do makes a call of a documented operation.
func (c *Client) do(ctx context.Context, r request, opts []frontdesk.Option) error {
	req := &transport.Request{Op: r.op, Accept: jsonType, Codec: codec, Out: r.out, Convert: r.convert}
	if len(r.ids) > 0 {
		path, err := c.path(r.op, r.ids)
		if err != nil {
			return err
		}
		req.Path = path
	}
	if r.query != nil {
		query, err := codec.Query(r.query)
		if err != nil {
			return c.core.Invalid(r.op.ID, "params", err)
		}
		req.Query = query.Encode()
	}
	if r.body != nil {
		body, err := bodies.Marshal(r.body)
		if err != nil {
			return c.core.Invalid(r.op.ID, "params", err)
		}
		req.Body, req.ContentType = body, jsonType
	}
	return c.core.Do(ctx, req, c.core.Resolve(opts))
}

// path fills the ids into the operation's path; an id below 1 is refused under
// the name of its placeholder.
func (c *Client) path(op *transport.Operation, ids []int64) (transport.Path, error) {
	args := make([]string, len(ids))
	rest := op.Path
	for i, id := range ids {
		_, after, _ := strings.Cut(rest, "{")
		name, tail, _ := strings.Cut(after, "}")
		if err := c.checkID(op, name, id); err != nil {
			return transport.Path{}, err
		}
		args[i], rest = strconv.FormatInt(id, 10), tail
	}
	path, err := transport.Expand(op.Path, args...)
	if err != nil {
		return path, c.core.Invalid(op.ID, "path", err)
	}
	return path, nil
}

// checkID refuses ids that no record has; field is the vendor's name of the
// parameter.
func (c *Client) checkID(op *transport.Operation, field string, id int64) error {
	if id <= 0 {
		return c.core.InvalidArgument(op, field, "%d is not an id: ids are positive", id)
	}
	return nil
}
