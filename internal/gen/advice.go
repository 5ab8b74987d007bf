package main

import (
	"regexp"
	"strings"
)

const (
	loginPurpose = "A client made by [Login] does all this by itself: it logs in before its first call, renews the session and " +
		"logs out when it is closed. This method leaves that session alone and opens another, for a program that hands the key " +
		"to one without the password, or that only checks a login. A key that it returns goes into [AccessToken]."
	logoutPurpose = "It ends the session whose key the client uses. A client made by [Login] does so when it is closed; one that " +
		"is still used logs in anew."
	tablePurpose = "To page, raise Offset by Limit until fewer than Limit rows come. Limit is sent as it is, 0 too."
)

// purposes say what a method is for, or how to use it, where its summary leaves that
// open.
var purposes = map[string]string{
	"login.user": loginPurpose, "call_api.login.user": loginPurpose,
	"logout.user": logoutPurpose, "call_api.logout.user": logoutPurpose,
	"getobj.report_table":       tablePurpose + " The rows below a row are a table of their own: see ParentDimensionsValueIDs.",
	"getobj.benchmarking_table": tablePurpose,
	"enable.virtual_numbers": "This is how a number is bought: [VirtualNumbersService.ListAvailable] lists those that are free, with " +
		"what they cost.",
	"set.tag_communications": "For many communications, [TagsService.SetForCommunications] takes one call, and one point.",
	"set.communications_tags": "Name communications and tags in Items, whose CommunicationType is one of the constants of " +
		"[CommunicationType] as a text, or one communication in the params themselves.",
	"create.employees": "Nothing of an employee is unique to the vendor: it stores a second one of the same e-mail or extension. " +
		"A program that may run twice looks with [EmployeesService.List] first, by a column of its choice.",
	"create.sip_lines": "The reply is the only place that shows the password. If it is lost, [SIPLinesService.UpdatePassword] makes " +
		"another.",
}

// repeats say what a second time does where it is not nothing.
var repeats = map[string]string{
	"update.sip_line_password": "It may be repeated: each time makes another password, of which the last is valid.",
}

// origins say where a required parameter is found.
var origins = map[string]string{
	"report_id": "[ReportBuilderService.ListReports] lists them.",
}

// requirement is the sentence on a required field. A list may be empty, unless a
// least number of items is documented.
func (f *fieldType) requirement() string {
	switch {
	case !f.mayBeEmpty():
		return "Required."
	case strings.HasSuffix(f.wire, "_notify_emails"):
		return "Required, even where no limit is set: nil is refused, an empty list notifies nobody."
	case cleared[f.raws[0].occurrence.method.id()+" "+f.wire]:
		return "Required: nil is refused, an empty list clears it."
	}
	return "Required: nil is refused, an empty list is sent."
}

// cleared are the required lists that take the place of those that the vendor has, and
// may take all of it away.
var cleared = map[string]bool{
	"update.employees phone_numbers": true, "update.contacts phone_numbers": true, "update.tags_communication tag_ids": true,
}

// leastOne finds a documented least number of items.
var leastOne = regexp.MustCompile(`\(1 to \d+\)`)

// mayBeEmpty reports whether the field is a required list that need hold nothing.
func (f *fieldType) mayBeEmpty() bool {
	return f.required && !f.opt && (strings.HasPrefix(f.goType, "[]") || strings.HasPrefix(f.goType, "map[")) &&
		f.raws[0].MinItems == nil && !leastOne.MatchString(f.raws[0].Doc)
}
