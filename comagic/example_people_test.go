package comagic_test

import (
	"context"
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// Create an employee with a mobile phone, in a group of colleagues.
func ExampleEmployeesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	support, err := cm.Employees.CreateGroup(ctx, &comagic.CreateEmployeeGroupParams{Name: "Support"})
	if err != nil {
		fmt.Println(err)
		return
	}
	created, err := cm.Employees.Create(ctx, &comagic.CreateEmployeesParams{
		FirstName: "Jane", LastName: "Doe", Email: "jane@example.com",
		Groups:       []int64{support.ID},
		PhoneNumbers: []comagic.CreateEmployeesPhoneNumber{{PhoneNumber: "15555550131"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for employee, err := range cm.Employees.All(ctx, &comagic.EmployeesParams{Filter: comagic.Equal("id", created.ID)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(employee.FullName, employee.PhoneNumbers[0].PhoneNumber, employee.Groups[0].GroupName)
	}
	// Output: Doe Jane 15555550131 Support
}

// An update changes only what it names, but the vendor wants last name and numbers
// in each: read the employee first.
func ExampleEmployeesService_Update() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Employee{
		ID: 31, FirstName: "Jane", LastName: "Doe", FullName: "Doe Jane", ScheduleID: frontdesk.Some[int64](8),
		PhoneNumbers: []comagic.EmployeePhoneNumber{{PhoneID: frontdesk.Some[int64](311), PhoneNumber: "15555550131"}},
	})
	cm, ctx := srv.Client(), context.Background()

	found, err := cm.Employees.List(ctx, &comagic.EmployeesParams{Filter: comagic.Equal("full_name", "Doe Jane")})
	if err != nil || len(found.Items) == 0 {
		fmt.Println("no such employee", err)
		return
	}
	jane := found.Items[0]
	update := &comagic.UpdateEmployeesParams{
		ID: jane.ID, LastName: "Roe",
		ScheduleID: frontdesk.Null[int64](), // works around the clock from now on
	}
	for _, phone := range jane.PhoneNumbers {
		update.PhoneNumbers = append(update.PhoneNumbers, comagic.UpdateEmployeesPhoneNumber{
			PhoneID: phone.PhoneID, PhoneNumber: phone.PhoneNumber, // as they are
		})
	}
	if err := cm.Employees.Update(ctx, update); err != nil {
		fmt.Println(err)
		return
	}
	found, err = cm.Employees.List(ctx, &comagic.EmployeesParams{Filter: comagic.Equal("id", jane.ID)})
	if err != nil {
		fmt.Println(err)
		return
	}
	jane = found.Items[0]
	fmt.Println(jane.FullName, jane.PhoneNumbers[0].PhoneNumber, "no schedule:", jane.ScheduleID.IsNull())
	// Output: Roe Jane 15555550131 no schedule: true
}

// Give an employee a SIP line on a number that the account has enabled. The password
// is told once.
func ExampleSIPLinesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Employee{ID: 31, FullName: "Doe Jane"})
	comagictest.Add(srv, comagic.VirtualNumber{ID: 171, VirtualPhoneNumber: "74955550171", Status: "active"})
	cm, ctx := srv.Client(), context.Background()

	created, err := cm.SIPLines.Create(ctx, &comagic.CreateSIPLinesParams{EmployeeID: 31, VirtualPhoneNumber: "74955550171"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("register at", created.Server, "with a password:", created.Password != "")
	lines, err := frontdesk.Collect(cm.SIPLines.All(ctx, &comagic.SIPLinesParams{Filter: comagic.Equal("id", created.ID)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range lines {
		fmt.Println(line.EmployeeFullName, line.VirtualPhoneNumber, line.Status)
	}
	// Output:
	// register at sip.example.com with a password: true
	// Doe Jane 74955550171 active
}

// Enable the first number of a city that is free.
func ExampleVirtualNumbersService_Enable() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	free, err := cm.VirtualNumbers.ListAvailable(ctx, &comagic.AvailableVirtualNumbersParams{
		Limit: 1, Filter: comagic.Like("phone_number", "7812%"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if len(free.Items) == 0 {
		fmt.Println("no number is free")
		return
	}
	number := free.Items[0].PhoneNumber
	if _, err := cm.VirtualNumbers.Enable(ctx, &comagic.EnableVirtualNumbersParams{VirtualPhoneNumber: number}); err != nil {
		fmt.Println(err)
		return
	}
	for own, err := range cm.VirtualNumbers.All(ctx, nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(own.VirtualPhoneNumber, own.Status)
	}
	// Output: 78125550173 active
}

// Working hours: 9 to 18 from Monday to Friday, and a short Saturday.
func ExampleSchedulesService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	cm, ctx := srv.Client(), context.Background()

	hours := func(from, till string, days ...int64) comagic.CreateSchedulesSchedule {
		return comagic.CreateSchedulesSchedule{
			ActivityDays: comagic.CreateSchedulesScheduleActivityDays{
				Type: comagic.ActivityDaysTypeDaysOfWeek, Days: days, // 0 is Sunday
			},
			ActivityTime: []comagic.CreateSchedulesScheduleActivityTime{{TimeFrom: from, TimeTill: till}},
		}
	}
	created, err := cm.Schedules.Create(ctx, &comagic.CreateSchedulesParams{
		Name:      "Office",
		Schedules: []comagic.CreateSchedulesSchedule{hours("09:00", "18:00", 1, 2, 3, 4, 5), hours("10:00", "14:00", 6)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for schedule, err := range cm.Schedules.All(ctx, &comagic.SchedulesParams{Filter: comagic.Equal("id", created.ID)}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, part := range schedule.Schedules {
			fmt.Println(schedule.Name, part.ActivityDays.Days, part.ActivityTime[0].TimeFrom, "to", part.ActivityTime[0].TimeTill)
		}
	}
	// Output:
	// Office [1 2 3 4 5] 09:00 to 18:00
	// Office [6] 10:00 to 14:00
}

// Add a client of a company to the address book, with a manager who answers the
// calls.
func ExampleContactsService_Create() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv, comagic.Employee{ID: 31, FullName: "Doe Jane"})
	cm, ctx := srv.Client(), context.Background()

	company, err := cm.Contacts.CreateOrganizations(ctx, &comagic.CreateContactOrganizationsParams{Name: "Example Ltd"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = cm.Contacts.Create(ctx, &comagic.CreateContactsParams{
		FirstName: "Rick", LastName: "Roe", Emails: []string{"rick@example.com"}, PhoneNumbers: []int64{15555550140},
		OrganizationID: company.ID, PersonalManagerID: 31,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	clients := &comagic.ContactsParams{Filter: comagic.Equal("organization_name", "Example Ltd")}
	for contact, err := range cm.Contacts.All(ctx, clients) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(contact.FullName, contact.PhoneNumbers, "asks for", contact.PersonalManagerFullName)
	}
	// Output: Roe Rick [15555550140] asks for Doe Jane
}

// The lines of other operators by which calls come in.
func ExampleNetworkResourcesService_All() {
	srv := comagictest.New()
	defer srv.Close()
	comagictest.Add(srv,
		comagic.NetworkResource{ID: 1, Phone: "15555550150", Comment: "Warehouse", Protocol: comagic.NetworkResourceProtocolSIPTrunk},
		comagic.NetworkResource{ID: 2, Phone: "15555550151", Comment: "Shop", Protocol: comagic.NetworkResourceProtocolSIP},
	)
	cm, ctx := srv.Client(), context.Background()

	trunks := &comagic.NetworkResourcesParams{Filter: comagic.Equal("protocol", comagic.NetworkResourceProtocolSIPTrunk)}
	for resource, err := range cm.NetworkResources.All(ctx, trunks) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(resource.Phone, resource.Comment)
	}
	// Output: 15555550150 Warehouse
}
