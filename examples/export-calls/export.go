package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
)

var columns = []string{
	"id", "start_time", "direction", "is_lost", "talk_duration", "contact_phone_number", "virtual_phone_number",
}

// job is what is exported.
type job struct {
	Period period
	Zone   string
	Fake   bool // from the fake CoMagic
}

// state is how far an export has come. It lies beside the CSV file while that is not
// complete.
type state struct {
	job
	Next  frontdesk.Cursor // where the list goes on
	Rows  int              // calls written
	Bytes int64            // size of the file with them
}

// export writes all calls of a job, or those that an earlier run left: with any period
// also that of another day.
func export(ctx context.Context, cm *comagic.Client, name string, asked job, anyPeriod bool, out io.Writer) error {
	at, file, err := open(name, asked, anyPeriod)
	if err != nil {
		return err
	}
	defer file.Close()
	// A cursor belongs to the params that it came with: an export that goes on the
	// next day goes on with the period of the first day.
	params := &comagic.CallsReportParams{
		DateFrom: at.Period.From, DateTill: at.Period.Till, Fields: columns, Resume: at.Next,
	}
	total, err := cm.Reports.CountCalls(ctx, &comagic.CallsReportParams{DateFrom: at.Period.From, DateTill: at.Period.Till})
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	if at.Bytes == 0 {
		_ = w.Write(columns) // the writer keeps its first error for the end
	} else {
		fmt.Fprintf(out, "going on after %d calls of %s to %s\n", at.Rows,
			at.Period.From.Format(time.DateOnly), at.Period.Till.Format(time.DateOnly))
	}
	for call, err := range cm.Reports.AllCalls(ctx, params, frontdesk.WithPosition(&at.Next)) {
		if err != nil { // Ctrl-C, the day's quota, an outage: at.Next is where to go on
			fmt.Fprintln(out)
			if errors.Is(err, frontdesk.ErrInvalid) {
				return fmt.Errorf("%w (if %s is of an older version, remove it)", err, stateName(name))
			}
			return fmt.Errorf("stopped after %d calls, run it again to go on: %w", at.Rows, errors.Join(err, at.save(name, file, w)))
		}
		_ = w.Write(record(call))
		if at.Rows++; at.Rows%500 == 0 {
			fmt.Fprintf(out, "\r%s %d of %d calls", bar(at.Rows, total), at.Rows, total)
			if err := at.save(name, file, w); err != nil { // for an end without warning
				return err
			}
		}
	}
	fmt.Fprintf(out, "\r%s %d calls%12s\n", bar(1, 1), at.Rows, "")
	w.Flush()
	if err := errors.Join(w.Error(), file.Close()); err != nil {
		return err
	}
	if err := os.Remove(stateName(name)); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// bar shows how much of the total is done.
func bar(done, total int) string {
	const width = 30
	full := width * done / max(done, total)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "]"
}

// save writes the state after the calls that are in the file. Before the first reply
// there is none.
func (at state) save(name string, file *os.File, w *csv.Writer) error {
	w.Flush()
	size, err := file.Seek(0, io.SeekCurrent)
	if err = errors.Join(w.Error(), err); err != nil || at.Next == "" {
		return err
	}
	at.Bytes = size
	data, err := json.Marshal(at)
	if err != nil {
		return err
	}
	// Renamed, so that a state is there as a whole or not at all.
	if err := os.WriteFile(stateName(name)+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(stateName(name)+".new", stateName(name))
}

func stateName(name string) string { return name + ".state" }

// open opens the file of an earlier run, cut to what its state vouches for, or
// begins a new one.
func open(name string, asked job, anyPeriod bool) (state, *os.File, error) {
	at := state{job: asked}
	data, err := os.ReadFile(stateName(name))
	if errors.Is(err, os.ErrNotExist) {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		return at, file, err
	}
	if err == nil {
		err = json.Unmarshal(data, &at)
	}
	if err == nil && (at.Zone != asked.Zone || at.Fake != asked.Fake ||
		!anyPeriod && !(at.Period.From.Equal(asked.Period.From) && at.Period.Till.Equal(asked.Period.Till))) {
		err = fmt.Errorf("%s is of another export: finish that one, or remove the file", stateName(name))
	}
	if err != nil {
		return at, nil, err
	}
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return at, nil, err
	}
	_, seekErr := file.Seek(at.Bytes, io.SeekStart)
	if err := errors.Join(file.Truncate(at.Bytes), seekErr); err != nil {
		return at, nil, errors.Join(err, file.Close())
	}
	return at, file, nil
}

func record(call comagic.CallsReportRow) []string {
	start := ""
	if t, ok := call.StartTime.Get(); ok {
		start = t.Format(time.DateTime) // in the account's zone, as read
	}
	return []string{
		strconv.FormatInt(call.ID, 10), start, string(call.Direction), call.IsLost.String(),
		call.TalkDuration.String(), call.ContactPhoneNumber, call.VirtualPhoneNumber,
	}
}
