package redact

import (
	"slices"
	"strings"
)

// mask stands in the place of a secret.
const mask = "REDACTED"

// spelled is a secret with its forms.
type spelled struct {
	secret string
	forms  []string
}

// table finds all forms of all secrets in one pass that skips: a window as long as the shortest form slides over
// the text, and the last two bytes in it say how far the next possible start is (the search of Wu and Manber). A
// text without secrets is read at about one byte in twenty. A table is never changed.
type table struct {
	secrets []spelled

	window  int // length of the shortest form
	longest int // length of the longest form
	shift   [pairs]uint8
	bucket  [pairs]uint16 // where shift is 0: index into buckets
	buckets [][]string    // forms by the last two bytes of their window, longest first
	starts  [256]bool     // first bytes of forms

	mask   string
	before [256]bool // bytes after which the mask must not stand directly
	after  [256]bool // bytes that must not follow the mask directly
	gap    string    // in no form: separates the mask from such bytes
}

const pairs = 1 << 12

// pair gives each two letters, digits or base64 characters an index of their own.
func pair(a, b byte) uint16 { return (uint16(a)<<6 ^ uint16(b)) % pairs }

func newTable(secrets []spelled) *table {
	var all []string
	for _, s := range secrets {
		all = append(all, s.forms...)
	}
	t := &table{secrets: secrets, window: len(all[0])}
	for _, form := range all {
		t.window, t.longest = min(t.window, len(form)), max(t.longest, len(form))
	}
	t.index(all)
	t.separate(all)
	return t
}

// index fills what find reads.
func (t *table) index(all []string) {
	for i := range t.shift {
		t.shift[i] = uint8(min(t.window-1, 255))
	}
	for _, form := range all {
		t.starts[form[0]] = true
		for i := range t.window - 1 {
			p := pair(form[i], form[i+1])
			t.shift[p] = min(t.shift[p], uint8(min(t.window-2-i, 255)))
		}
	}
	t.buckets = make([][]string, 1)
	for _, form := range all {
		p := pair(form[t.window-2], form[t.window-1])
		if t.bucket[p] == 0 {
			t.bucket[p] = uint16(len(t.buckets))
			t.buckets = append(t.buckets, nil)
		}
		t.buckets[t.bucket[p]] = insert(t.buckets[t.bucket[p]], form)
	}
}

// insert puts a form into its place in a bucket, which is short: a sort of the library's takes more room than all
// else in this file.
func insert(bucket []string, form string) []string {
	i := len(bucket)
	for i > 0 && len(bucket[i-1]) < len(form) {
		i--
	}
	if slices.Contains(bucket[:i], form) {
		return bucket
	}
	bucket = append(bucket, form)
	copy(bucket[i+1:], bucket[i:])
	bucket[i] = form
	return bucket
}

// separate finds what must not stand beside the mask: for a secret "Dawn" the text "Dawnawn" would become
// "REDACTEDawn", which has the secret in it.
func (t *table) separate(all []string) {
	t.gap, t.mask = unusedByte(all), mask
	if slices.ContainsFunc(all, func(form string) bool { return strings.Contains(mask, form) }) {
		t.mask = ""
		for range mask {
			t.mask += t.gap
		}
		return // the gap is in no form: nothing can grow together with it
	}
	for _, form := range all {
		for k := 1; k <= len(mask) && k < len(form); k++ {
			if strings.HasPrefix(form, mask[len(mask)-k:]) {
				t.after[form[k]] = true
			}
			if strings.HasSuffix(form, mask[:k]) {
				t.before[form[len(form)-k-1]] = true
			}
		}
		for i := 1; i+len(mask) < len(form); i++ {
			if strings.HasPrefix(form[i:], mask) {
				t.before[form[i-1]] = true
			}
		}
	}
}

// unusedByte returns a byte that is in no form, a readable one if possible.
func unusedByte(all []string) string {
	var used [256]bool
	for _, form := range all {
		for i := range len(form) {
			used[form[i]] = true
		}
	}
	for _, c := range []byte("*#|~^!?.:;,()[]{}<>@$ -_") {
		if !used[c] {
			return string(rune(c))
		}
	}
	for c := range used {
		if !used[c] {
			return string([]byte{byte(c)})
		}
	}
	return "*"
}

// find returns the bounds of the first form in text[from:], the longest one that starts there, or -1. A string is
// given as []byte(s), which the compiler does not copy for a callee that only reads.
func (t *table) find(text []byte, from int) (start, end int) {
	for i := from; i+t.window <= len(text); {
		p := pair(text[i+t.window-2], text[i+t.window-1])
		if skip := t.shift[p]; skip > 0 {
			i += int(skip)
			continue
		}
		for _, form := range t.buckets[t.bucket[p]] {
			if end := i + len(form); end <= len(text) && string(text[i:end]) == form {
				return i, end
			}
		}
		i++
	}
	return -1, -1
}

// unfinished returns the first position from which the rest of text could be the beginning of a form, or
// len(text).
func (t *table) unfinished(text []byte, from int) int {
	for i := max(from, len(text)-t.longest+1); i < len(text); i++ {
		if !t.starts[text[i]] {
			continue
		}
		rest := text[i:]
		for _, bucket := range t.buckets {
			for _, form := range bucket {
				if len(form) > len(rest) && form[:len(rest)] == string(rest) {
					return i
				}
			}
		}
	}
	return len(text)
}

// redactAll returns text with every form replaced.
func (t *table) redactAll(text []byte) []byte {
	var e emitter
	pos := 0
	for {
		start, end := t.find(text, pos)
		if start < 0 {
			e.emit(t, text[pos:])
			return e.out
		}
		e.emit(t, text[pos:start])
		e.mask(t)
		pos = end
	}
}

// emitter writes text and masks so that no form arises where they meet.
type emitter struct {
	out    []byte
	last   byte // last byte that was written
	masked bool // it was the last of a mask
}

// emit appends text.
func (e *emitter) emit(t *table, text []byte) {
	if len(text) == 0 {
		return
	}
	if e.masked && t.after[text[0]] {
		e.out = append(e.out, t.gap...)
	}
	e.out = append(e.out, text...)
	e.last, e.masked = text[len(text)-1], false
}

// mask appends the mask.
func (e *emitter) mask(t *table) {
	if t.before[e.last] || e.masked && t.after[t.mask[0]] {
		e.out = append(e.out, t.gap...)
	}
	e.out = append(e.out, t.mask...)
	e.last, e.masked = t.mask[len(t.mask)-1], true
}
