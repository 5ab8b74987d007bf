package contract

import (
	"net/url"
	"strings"
)

// MatchPath reports whether an escaped request path addresses the operation, and returns the unescaped path parameters.
// The base address may stand in front: everything before the vendor's own first elements (/v1, /api) is ignored, and
// LiveAgent's format suffix .xml and SalesMan's .php are accepted.
func (op *Operation) MatchPath(escapedPath string) (vars map[string]string, ok bool) {
	switch op.Vendor {
	case CoMagic, SalesMan:
		p := strings.TrimSuffix(escapedPath, ".php")
		return map[string]string{}, strings.HasSuffix(p, strings.TrimSuffix(op.Path, ".php"))
	case LiveAgent:
		return op.matchBelow(strings.TrimSuffix(escapedPath, ".xml"), "/api/")
	default:
		return op.matchBelow(escapedPath, "/v1/")
	}
}

// matchBelow tries the part of the path that follows the base, and the whole path.
func (op *Operation) matchBelow(p, base string) (map[string]string, bool) {
	if _, after, found := strings.Cut(p, base); found {
		if vars, ok := matchTemplate(op.Path, "/"+after); ok {
			return vars, true
		}
	}
	return matchTemplate(op.Path, p)
}

func matchTemplate(template, escaped string) (map[string]string, bool) {
	want := strings.Split(template, "/")
	got := strings.Split(escaped, "/")
	if len(want) != len(got) {
		return nil, false
	}
	vars := map[string]string{}
	for i, w := range want {
		g, err := url.PathUnescape(got[i])
		if err != nil {
			return nil, false
		}
		name, isVar := strings.CutPrefix(w, "{")
		if !isVar {
			if w != g {
				return nil, false
			}
			continue
		}
		if g == "" {
			return nil, false
		}
		vars[strings.TrimSuffix(name, "}")] = g
	}
	return vars, true
}
