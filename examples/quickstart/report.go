package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// report prints what the program does.
type report struct{ w io.Writer }

func (r *report) section(title string) {
	fmt.Fprintf(r.w, "\n%s\n%s\n", title, strings.Repeat("─", len([]rune(title))))
}

func (r *report) line(format string, args ...any) {
	fmt.Fprintf(r.w, "  "+format+"\n", args...)
}

// environment returns the variables named, and whether all of them are set. A
// part of them is reported: it is most likely a mistake.
func (r *report) environment(names ...string) (values []string, ok bool) {
	var missing []string
	for _, name := range names {
		value := os.Getenv(name)
		if value == "" {
			missing = append(missing, name)
		}
		values = append(values, value)
	}
	switch {
	case len(missing) == 0:
		r.line("(the real service; read-only calls)")
		return values, true
	case len(missing) < len(names):
		r.line("(the fake server, since %s is not set)", strings.Join(missing, ", "))
	default:
		r.line("(the fake server; set %s for the real service)", strings.Join(names, ", "))
	}
	return nil, false
}

// violations fails if a fake saw a request that the vendor would not understand.
func violations(vendor string, seen []string) error {
	if len(seen) == 0 {
		return nil
	}
	return fmt.Errorf("%s: requests against the documentation: %s", vendor, strings.Join(seen, "; "))
}
