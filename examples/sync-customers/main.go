// Sync-customers brings HelpCrunch's customers into SalesMan CRM: people as contacts,
// companies as clients. It goes on where the last run ended, may be repeated without
// harm, and has a dry run.
//
//	go run ./examples/sync-customers -dry-run
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/salesman"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sync-customers:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("sync-customers", flag.ContinueOnError)
	flags.SetOutput(out)
	dryRun := flags.Bool("dry-run", false, "say what would be done, and change nothing")
	stateFile := flags.String("state", "sync-customers.json", "file that remembers the last run")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s, accounts, release, err := connect(out)
	if err != nil {
		return err
	}
	defer release()
	s.DryRun, s.Out = *dryRun, out

	last, err := readState(*stateFile, accounts)
	if err != nil {
		return err
	}
	started := time.Now()
	result, err := s.Run(ctx, last.Since)
	fmt.Fprintf(out, "%d created, %d filled in, %d as they should be, %d skipped, %d failed\n",
		result.Created, result.Filled, result.Same, result.Skipped, result.Failed)
	if err != nil || *dryRun || accounts == "" {
		return err
	}
	if result.Failed > 0 {
		return errors.New("some customers failed; the next run tries them again")
	}
	// The clocks of two machines differ; what is looked at twice does no harm.
	return writeState(*stateFile, state{Accounts: accounts, Since: started.Add(-10 * time.Minute)})
}

// state says from when on customers of these accounts have not been looked at.
type state struct {
	Accounts string
	Since    time.Time
}

// readState reads the state of the accounts; fakes, which have no name, have none.
func readState(name, accounts string) (s state, err error) {
	if accounts == "" {
		return s, nil
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err == nil && s.Accounts != accounts {
		err = fmt.Errorf("%s is of other accounts (%s): name another file with -state", name, s.Accounts)
	}
	return s, err
}

// writeState replaces the file as a whole: a crash leaves the old one or the new one.
func writeState(name string, s state) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// connect returns a Sync between the accounts in the environment and a name for them,
// else one between fakes.
func connect(out io.Writer) (s *Sync, accounts string, release func(), err error) {
	key := os.Getenv("HELPCRUNCH_API_KEY")
	url, login, smKey := os.Getenv("SALESMAN_URL"), os.Getenv("SALESMAN_LOGIN"), os.Getenv("SALESMAN_API_KEY")
	if key == "" || url == "" || login == "" || smKey == "" {
		fmt.Fprintln(out, "(fakes; set HELPCRUNCH_API_KEY, SALESMAN_URL, SALESMAN_LOGIN and SALESMAN_API_KEY for the real ones)")
		s, release = demo()
		return s, "", release, nil
	}
	hc, err := helpcrunch.New(key)
	if err != nil {
		return nil, "", nil, err
	}
	sm, err := salesman.New(url, login, smKey)
	if err != nil {
		return nil, "", nil, errors.Join(err, hc.Close())
	}
	return &Sync{HelpCrunch: hc, SalesMan: sm}, url + " " + login, func() { _ = hc.Close(); _ = sm.Close() }, nil
}
