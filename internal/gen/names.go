package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// initialisms are written in capitals.
var initialisms = map[string]string{
	"id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs", "api": "API", "utm": "UTM", "crm": "CRM", "sip": "SIP",
	"ip": "IP", "ips": "IPs", "sms": "SMS", "html": "HTML", "http": "HTTP", "https": "HTTPS", "json": "JSON", "uis": "UIS",
	"dtmf": "DTMF", "tts": "TTS", "ua": "UA", "cdr": "CDR", "cdrs": "CDRs", "ivr": "IVR", "va": "VA", "dt": "DT", "vk": "VK",
	"csv": "CSV", "xls": "XLS", "xlsx": "XLSX", "pdf": "PDF", "wav": "WAV", "cpc": "CPC", "cpn": "CPN", "cpm": "CPM",
	"cpa": "CPA", "cpl": "CPL", "roi": "ROI", "gclid": "GCLID", "yclid": "YCLID", "ymclid": "YMCLID", "fmc": "FMC",
	"dnd": "DND", "pbx": "PBX", "utc": "UTC", "os": "OS", "ym": "YM", "ga": "GA", "ef": "EF", "mgf": "MGF", "css": "CSS",
}

// symbols name the values that have neither letters nor digits.
var symbols = map[string]string{
	"=": "equal", "!=": "not_equal", "<": "less", ">": "greater", "<=": "at_most", ">=": "at_least", "~": "regexp", "+": "plus",
	"-": "minus", "*": "times", "/": "divided_by", "(": "open", ")": "close", "%": "percent",
}

var word = regexp.MustCompile(`[A-Z]+[a-z0-9]*|[a-z0-9]+`)

// goName makes an exported identifier of a wire name.
func goName(name string) string {
	if s, ok := symbols[name]; ok {
		name = s
	}
	var b strings.Builder
	for _, w := range word.FindAllString(name, -1) {
		lower := strings.ToLower(w)
		if upper, ok := initialisms[lower]; ok {
			b.WriteString(upper)
			continue
		}
		runes := []rune(w)
		if w == strings.ToUpper(w) && len(w) > 1 {
			runes = []rune(lower)
		}
		runes[0] = unicode.ToUpper(runes[0])
		b.WriteString(string(runes))
	}
	return b.String()
}

// callService is the one service of the Call API, whose groups are too small for
// services of their own.
const callService = "Calls"

// callMethods shorten the names of methods that repeat the service's noun.
var callMethods = map[string]string{
	"HoldCall": "Hold", "UnholdCall": "Unhold", "ReleaseCall": "Release", "TagCall": "Tag", "RecordCall": "Record",
	"ListCalls": "List",
}

// goFile makes a file name's stem of a group.
func goFile(group string, callAPI bool) string {
	if callAPI {
		return "calls"
	}
	return group
}

// singular is the singular of a wire name whose last word is a plural.
func singular(name string) string {
	switch {
	case strings.HasSuffix(name, "statuses"), strings.HasSuffix(name, "addresses"), strings.HasSuffix(name, "axes"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "ies") && name != "series":
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "ss"), strings.HasSuffix(name, "us"), strings.HasSuffix(name, "is"), name == "series",
		!strings.HasSuffix(name, "s"):
		return name
	}
	return strings.TrimSuffix(name, "s")
}

// typeBase is the stem of the names of types nested in a type.
func typeBase(name string) string {
	for _, tail := range []string{"Params", "Result", "Row"} {
		if stem, ok := strings.CutSuffix(name, tail); ok && stem != "" {
			return stem
		}
	}
	return name
}

// constName is the name of an enum's constant: its value, or, where that has no
// letters of ours, the words of its meaning.
func constName(enum, value, meaning string) (string, error) {
	part := goName(value)
	if part == "" || part[0] >= '0' && part[0] <= '9' && meaning != "" && !strings.ContainsFunc(part, unicode.IsLetter) {
		words := strings.Fields(strings.NewReplacer("'", "", ",", "", ";", "", "(", "", ")", "").Replace(meaning))
		part = goName(strings.Join(words[:min(len(words), 4)], "_"))
	}
	if part == "" {
		return "", fmt.Errorf("enum %s: no name for the value %q, whose meaning is %q", enum, value, meaning)
	}
	return enum + part, nil
}
