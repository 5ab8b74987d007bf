package main

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// errorsOf returns the documented errors of a method beside those of every method.
func (inv *inventory) errorsOf(o *rawOperation) ([]rawError, error) {
	lists := inv.errors.DataAPI
	if o.callAPI {
		lists = inv.errors.CallAPI
	}
	var found []rawError
	add := func(list []rawError) {
		for _, e := range list {
			if !slices.ContainsFunc(found, func(known rawError) bool { return known.Mnemonic == e.Mnemonic }) {
				found = append(found, e)
			}
		}
	}
	add(o.Errors)
	add(lists.ByMethod[o.RPCMethod])
	for _, name := range o.ErrorLists {
		list, ok := lists.Lists[name]
		if !ok {
			return nil, fmt.Errorf("unknown list of errors %q", name)
		}
		if name != "common" {
			add(list)
		}
	}
	return found, nil
}

// codeNames correct the vendor's spelling.
var codeNames = map[string]string{"batch_opreations_not_supported": "batch_operations_not_supported"}

func codeConst(mnemonic string) string {
	if name, ok := codeNames[mnemonic]; ok {
		mnemonic = name
	}
	return "Code" + goName(mnemonic)
}

// sentinels are the names of the kinds in package frontdesk.
var sentinels = map[string]string{
	"invalid": "Invalid", "validation": "Validation", "auth": "Auth", "forbidden": "Forbidden", "not_found": "NotFound",
	"conflict": "Conflict", "rate_limited": "RateLimited", "server": "Server", "unsupported": "Unsupported",
}

func kindOf(code int64, mnemonic string) (string, error) {
	kind, ok := contract.CoMagicKind(int(code), mnemonic)
	if _, known := contract.CoMagicKind(0, mnemonic); mnemonic != "" && !known {
		return "", fmt.Errorf("the table of kinds does not know the error %d %s", code, mnemonic)
	}
	if !ok || sentinels[kind] == "" {
		return "", fmt.Errorf("the error %d %s has the kind %q", code, mnemonic, kind)
	}
	return sentinels[kind], nil
}

// code is one mnemonic with all that the files say of it.
type code struct {
	mnemonic string
	groups   []int64
	meanings []string
}

// allErrors returns every error of the inventory, in a lasting order.
func (inv *inventory) allErrors() []rawError {
	var all []rawError
	for _, lists := range []rawErrorLists{inv.errors.DataAPI, inv.errors.CallAPI} {
		all = append(all, lists.Lists["common"]...)
		for _, name := range sorted(lists.Lists) {
			all = append(all, lists.Lists[name]...)
		}
		for _, name := range sorted(lists.ByMethod) {
			all = append(all, lists.ByMethod[name]...)
		}
	}
	for _, o := range inv.operations {
		all = append(all, o.Errors...)
	}
	return all
}

func (inv *inventory) codes() []*code {
	var list []*code
	for _, e := range inv.allErrors() {
		i := slices.IndexFunc(list, func(c *code) bool { return c.mnemonic == e.Mnemonic })
		if i < 0 {
			list = append(list, &code{mnemonic: e.Mnemonic})
			i = len(list) - 1
		}
		c := list[i]
		if !slices.Contains(c.groups, e.Code) {
			c.groups = append(c.groups, e.Code)
		}
		if e.Meaning != "" && !slices.Contains(c.meanings, e.Meaning) {
			c.meanings = append(c.meanings, e.Meaning)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].mnemonic < list[j].mnemonic })
	return list
}

// errorsFile is errors_gen.go: the mnemonics and their kinds.
func (m *model) errorsFile() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Codes of errors: the vendor's mnemonics, which are unique where its numbers are groups.\nconst (\n")
	groups := map[string]string{} // kinds of a mnemonic in one group
	kinds := map[string][]string{}
	for _, c := range m.inv.codes() {
		if c.mnemonic == "" {
			return nil, fmt.Errorf("an error without a mnemonic")
		}
		kind, err := m.kindOfCode(c, groups)
		if err != nil {
			return nil, err
		}
		kinds[kind] = append(kinds[kind], codeConst(c.mnemonic))
		comment(&b, "\t", fmt.Sprintf("%s: %s. Kind %s.", codeConst(c.mnemonic), strings.Join(c.meanings[:min(len(c.meanings), 3)], "; or "),
			allKinds(c, kind)))
		fmt.Fprintf(&b, "\t%s frontdesk.Code = %q\n", codeConst(c.mnemonic), c.mnemonic)
	}
	b.WriteString(")\n\n")
	m.kindFunctions(&b, kinds, groups)
	if err := m.groupFunction(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// allKinds names the kind of a mnemonic, and the others that it has in other groups or
// by its params.
func allKinds(c *code, kind string) string {
	var others []string
	for _, group := range c.groups {
		if k, err := kindOf(group, c.mnemonic); err == nil && k != kind && !slices.Contains(others, k) {
			others = append(others, k)
		}
	}
	if len(others) > 0 {
		kind += ", or " + strings.Join(others, ", or ") + ", by the method"
	}
	if c.mnemonic == "limit_exceeded" {
		kind += "; QuotaExhausted if it is the day's limit"
	}
	return kind
}

// kindOfCode is the kind of a mnemonic in most of its groups; others are noted.
func (m *model) kindOfCode(c *code, special map[string]string) (string, error) {
	var kind string
	for _, group := range c.groups {
		k, err := kindOf(group, c.mnemonic)
		if err != nil {
			return "", err
		}
		if kind == "" {
			kind = k
		}
		if k != kind {
			special[fmt.Sprintf("group == %d && code == %s", group, codeConst(c.mnemonic))] = k
		}
	}
	// The plain mnemonic is the kind; a group that differs is the correction.
	if plain, err := kindOf(0, c.mnemonic); err == nil && plain != kind {
		kind = plain
		for _, group := range c.groups {
			key := fmt.Sprintf("group == %d && code == %s", group, codeConst(c.mnemonic))
			delete(special, key)
			if k, _ := kindOf(group, c.mnemonic); k != kind {
				special[key] = k
			}
		}
	}
	return kind, nil
}

func (m *model) kindFunctions(b *bytes.Buffer, kinds map[string][]string, special map[string]string) {
	b.WriteString("// kindOfCode returns the kind of a mnemonic. The vendor documents none: the kinds are\n// inferred from the meanings.\n")
	b.WriteString("func kindOfCode(group int64, code frontdesk.Code) (frontdesk.Kind, bool) {\n")
	if len(special) > 0 {
		b.WriteString("\tswitch {\n")
		for _, condition := range sorted(special) {
			fmt.Fprintf(b, "\tcase %s:\n\t\treturn frontdesk.Kind%s, true\n", condition, special[condition])
		}
		b.WriteString("\t}\n")
	}
	b.WriteString("\tfor i := range codeKinds {\n\t\tif codeKinds[i].code == code {\n\t\t\treturn codeKinds[i].kind, true\n\t\t}\n\t}\n")
	b.WriteString("\treturn \"\", false\n}\n\n")
	b.WriteString("// codeKinds are the kinds of the mnemonics: as data, which takes less room than code.\n")
	b.WriteString("var codeKinds = [...]struct {\n\tcode frontdesk.Code\n\tkind frontdesk.Kind\n}{\n")
	for _, kind := range sorted(kinds) {
		for _, code := range kinds[kind] {
			fmt.Fprintf(b, "\t{%s, frontdesk.Kind%s},\n", code, kind)
		}
	}
	b.WriteString("}\n\n")
}

// groupFunction is the kind of an unknown mnemonic, by the number of its group.
func (m *model) groupFunction(b *bytes.Buffer) error {
	b.WriteString("// kindOfGroup returns the kind of most errors of a group, for unknown mnemonics.\n")
	b.WriteString("func kindOfGroup(group int64) (frontdesk.Kind, bool) {\n\tswitch group {\n")
	seen := map[int64]bool{}
	for _, lists := range []rawErrorLists{m.inv.errors.DataAPI, m.inv.errors.CallAPI} {
		for _, g := range lists.CodeGroups {
			if seen[g.Code] {
				continue
			}
			seen[g.Code] = true
			kind, err := kindOf(g.Code, "")
			if err != nil {
				return err
			}
			fmt.Fprintf(b, "\tcase %d: // %s\n\t\treturn frontdesk.Kind%s, true\n", g.Code, g.Meaning, kind)
		}
	}
	b.WriteString("\t}\n\treturn \"\", false\n}\n")
	return nil
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
