package salesmantest

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var tags = regexp.MustCompile(`</?[A-Za-z!][^>]*>`)

// plainText is a text as the server stores titles: without tags, quotes and
// backslashes.
func plainText(text string) string {
	text = strings.TrimSpace(tags.ReplaceAllString(text, ""))
	return stored(strings.NewReplacer(`\r\n`, "\r\n", `"`, "", `\`, "", "'", "", "&laquo;", "", "&raquo;", "", "`", "", "«", "", "»", "", "<", "", ">", "").Replace(text))
}

// fieldText is a text as the server stores other fields.
func fieldText(text string) string {
	text = strings.TrimSpace(tags.ReplaceAllString(text, ""))
	return stored(strings.NewReplacer("<", "[", ">", "]", `"`, "”", "&laquo;", "", "&raquo;", "", "«", "”", "»", "”").Replace(text))
}

// bankText is a text as the server stores bank details, which a semicolon would
// tear apart: the rest moves on to the next of them. The kit drops it.
func bankText(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), ";")
	return stored(strings.NewReplacer(`"`, "”", "\n", "", "\r", "", "'", "&acute;").Replace(text))
}

// stored is what the database makes of a text: its characters have three bytes
// at most, and others become four question marks.
func stored(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r > 0xFFFF {
			b.WriteString("????")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cut is what a column for n characters keeps of a text.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

// titleText is a client's title: the legal form moves behind it.
func titleText(text string) string {
	text = plainText(text)
	runes := []rune(text)
	if len(runes) >= 3 {
		if form := string(runes[:3]); slices.Contains([]string{"ООО", "ЗАО", "ОАО"}, form) {
			text = strings.TrimSpace(strings.ReplaceAll(text, form, "")) + ", " + form
		}
	}
	return cut(text, 250)
}

// digits are the digits of a text.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// money is a number as the server reads and stores amounts: two digits after the
// point.
func money(v any) float64 {
	f, _ := strconv.ParseFloat(strconv.FormatFloat(figure(v), 'f', 2, 64), 64)
	return f
}

// groups writes an amount for people: "38 218,50".
func groups(amount float64) string {
	whole, cents, _ := strings.Cut(strconv.FormatFloat(amount, 'f', 2, 64), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + " " + whole[i:]
	}
	return sign + whole + "," + cents
}

// partsOf is a parameter that may be a list or a text of several.
func partsOf(v any) []string {
	var parts []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			parts = append(parts, textOf(item))
		}
	case map[string]any:
		for _, item := range v {
			parts = append(parts, textOf(item))
		}
	default:
		parts = strings.FieldsFunc(textOf(v), func(r rune) bool { return r == ',' || r == ';' })
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

// joined is a field's value as a text: lists are joined.
func joined(v any) string {
	if list, ok := v.([]any); ok {
		return strings.Join(partsOf(list), ", ")
	}
	return textOf(v)
}

// escaped is a page of HTML inside of JSON.
func escaped(page string) string { return html.EscapeString(page) }
