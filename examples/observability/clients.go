package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// vendors are the clients, each the real one if its credentials are in the environment,
// else that of a fake with a fault in store.
type vendors struct {
	hc *helpcrunch.Client
	sm *salesman.Client
	la *liveagent.Client
	cm *comagic.Client

	ends []func()
}

// environment returns the variables named if all are set, and says what is used.
func environment(out io.Writer, vendor string, names ...string) []string {
	values := make([]string, len(names))
	for i, name := range names {
		if values[i] = os.Getenv(name); values[i] == "" {
			fmt.Fprintf(out, "(a fake %s; set %s for the real one)\n", vendor, strings.Join(names, ", "))
			return nil
		}
	}
	return values
}

func connect(out io.Writer, hooks frontdesk.Option) (*vendors, error) {
	v := &vendors{}
	for _, one := range []func(io.Writer, frontdesk.Option) error{v.helpCrunch, v.salesMan, v.liveAgent, v.coMagic} {
		if err := one(out, hooks); err != nil {
			v.close()
			return nil, err
		}
	}
	return v, nil
}

func (v *vendors) close() {
	for _, end := range slices.Backward(v.ends) {
		end()
	}
}

// closing remembers what to close.
func (v *vendors) closing(client io.Closer, srv *frontdesktest.Server) {
	if srv != nil {
		v.ends = append(v.ends, srv.Close)
	}
	v.ends = append(v.ends, func() { _ = client.Close() })
}

func (v *vendors) helpCrunch(out io.Writer, hooks frontdesk.Option) (err error) {
	var srv *frontdesktest.Server
	if env := environment(out, "HelpCrunch", "HELPCRUNCH_API_KEY"); env != nil {
		v.hc, err = helpcrunch.New(env[0], hooks)
	} else {
		fake := helpcrunchtest.New()
		fake.Fail(frontdesktest.Status(503))
		v.hc, srv = fake.Client(hooks), fake.Server
	}
	if err == nil {
		v.closing(v.hc, srv)
	}
	return err
}

func (v *vendors) salesMan(out io.Writer, hooks frontdesk.Option) (err error) {
	var srv *frontdesktest.Server
	if env := environment(out, "SalesMan", "SALESMAN_URL", "SALESMAN_LOGIN", "SALESMAN_API_KEY"); env != nil {
		v.sm, err = salesman.New(env[0], env[1], env[2], hooks)
	} else {
		fake := salesmantest.New()
		fake.Fail(frontdesktest.HTML(502))
		v.sm, srv = fake.Client(hooks), fake.Server
	}
	if err == nil {
		v.closing(v.sm, srv)
	}
	return err
}

func (v *vendors) liveAgent(out io.Writer, hooks frontdesk.Option) (err error) {
	var srv *frontdesktest.Server
	if env := environment(out, "LiveAgent", "LIVEAGENT_URL", "LIVEAGENT_API_KEY"); env != nil {
		v.la, err = liveagent.New(env[0], env[1], hooks)
	} else {
		fake := liveagenttest.New()
		fake.Fail(frontdesktest.Status(429).RetryAfter(time.Second))
		v.la, srv = fake.Client(hooks), fake.Server
	}
	if err == nil {
		v.closing(v.la, srv)
	}
	return err
}

func (v *vendors) coMagic(out io.Writer, hooks frontdesk.Option) (err error) {
	var srv *frontdesktest.Server
	if env := environment(out, "CoMagic", "COMAGIC_ACCESS_TOKEN"); env != nil {
		v.cm, err = comagic.New(comagic.AccessToken(env[0]), hooks)
	} else {
		// Each reply says what is left, so that the client waits before the second call.
		fake := comagictest.New(comagictest.WithQuota(1, time.Second))
		v.cm, srv = fake.Client(hooks), fake.Server
	}
	if err == nil {
		v.closing(v.cm, srv)
	}
	return err
}

// work makes read-only calls: one or two of each vendor, and one that fails.
func (v *vendors) work(ctx context.Context) error {
	_, hcErr := v.hc.Customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 5})
	_, smErr := v.sm.Contacts.List(ctx, nil)
	_, laErr := v.la.Departments.List(ctx)
	_, cmErr := v.cm.Account.List(ctx)
	_, againErr := v.cm.Account.List(ctx)
	_, missing := v.hc.Customers.Get(ctx, 999_999_999_999)
	if errors.Is(missing, frontdesk.ErrNotFound) {
		missing = nil
	}
	return errors.Join(hcErr, smErr, laErr, cmErr, againErr, missing)
}
