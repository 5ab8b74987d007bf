package salesman_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// A call for tomorrow at ten.
func ExampleTasksService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	clientID := srv.AddClient("Acme")
	contactID := srv.AddContact(salesmantest.Contact{Name: "Ann Lee", ClientID: clientID})

	tomorrow := salesman.DateOf(time.Now().UTC()).AddDays(1)
	created, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{
		Title: "Call about the offer", Date: tomorrow, Time: "10:00", Importance: salesman.LevelHigh,
		ClientID: clientID, ContactIDs: salesman.IDs{contactID},
	})
	if err != nil {
		log.Fatal(err)
	}
	task, err := sm.Tasks.Get(ctx, created.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task.Title, "to", task.Contacts[0].Name, "at", task.Client, task.Date == tomorrow, task.Time)
	// Output: Call about the offer to Ann Lee at Acme true 10:00
}

// The open reminders of a client are done, which the client's history tells.
func ExampleTasksService_Complete() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	clientID := srv.AddClient("Acme")
	srv.AddTask(salesmantest.Task{Title: "Call about the offer", ClientID: clientID})

	open, err := frontdesk.Collect(sm.Tasks.All(ctx, &salesman.TaskListParams{ClientID: clientID}))
	if err != nil {
		log.Fatal(err)
	}
	for _, task := range open {
		done, err := sm.Tasks.Complete(ctx, task.ID, &salesman.TaskCompleteParams{Description: "They take ten"})
		if err != nil {
			log.Fatal(err)
		}
		activity, err := sm.Activities.Get(ctx, done.ActivityID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(activity.Client+":", activity.Content)
	}
	// Output: Acme: They take ten
}

// The plain write would clear the text and the importance.
func ExampleTasksService_Update() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	taskID := srv.AddTask(salesmantest.Task{Title: "Call", Description: "about the offer", Importance: salesman.LevelHigh})

	move := &salesman.TaskUpdateParams{Time: frontdesk.Some("16:30")}
	for range 2 { // the second time there is nothing to write
		result, err := sm.Tasks.Update(ctx, taskID, move)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("changed:", result.Changed)
	}
	task, err := sm.Tasks.Get(ctx, taskID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task.Time, task.Description.Or("no text"), task.Importance == salesman.LevelHigh)
	// Output:
	// changed: true
	// changed: false
	// 16:30 about the offer true
}

// A change hands the reminder of a colleague to the client's user, so it has to
// be asked for.
func ExampleTasksService_Update_takeOver() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	taskID := srv.AddTask(salesmantest.Task{Title: "Call", Owner: salesmantest.Manager})

	params := &salesman.TaskUpdateParams{Urgency: frontdesk.Some(salesman.LevelHigh)}
	_, err := sm.Tasks.Update(ctx, taskID, params)
	fmt.Println(errors.Is(err, frontdesk.ErrInvalid))
	params.TakeOver = true
	if _, err = sm.Tasks.Update(ctx, taskID, params); err != nil {
		log.Fatal(err)
	}
	task, err := sm.Tasks.Get(ctx, taskID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task.Owner)
	// Output:
	// true
	// api@example.com
}

// What was said to a contact goes into the history.
func ExampleActivitiesService_Create() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	contactID := srv.AddContact(salesmantest.Contact{Name: "Ann"})

	today := salesman.DateOf(time.Now().UTC())
	_, err := sm.Activities.Create(ctx, &salesman.ActivityCreateParams{
		Content: "Sent the price list", ContactIDs: salesman.IDs{contactID}, Date: today,
	})
	if err != nil {
		log.Fatal(err)
	}
	for activity, err := range sm.Activities.All(ctx, &salesman.ActivityListParams{ContactID: contactID}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(activity.Owner+":", activity.Content)
	}
	// Output: api@example.com: Sent the price list
}

// One request stores many, and each has an outcome of its own.
func ExampleActivitiesService_CreateBatch() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()
	clientID := srv.AddClient("Acme")

	day := salesman.Date{Year: 2026, Month: time.March, Day: 31}
	results, err := sm.Activities.CreateBatch(ctx, []salesman.ActivityCreateParams{
		{Content: "Sent the price list", ClientID: clientID, Date: day},
		{Content: "They ask for a discount", ClientID: clientID, Date: day},
	})
	if err != nil {
		log.Fatal(err)
	}
	for i, result := range results {
		if result.Err != nil {
			fmt.Println("item", i, "was not stored:", result.Err)
			continue
		}
		fmt.Println("stored", result.ID)
	}
	// Output:
	// stored 1
	// stored 2
}

// A telephone system reports a call, and the log has it.
func ExampleCallsService_CreateBatch() {
	srv := salesmantest.New()
	defer srv.Close()
	sm, ctx := srv.Client(), context.Background()

	_, err := sm.Calls.CreateBatch(ctx, []salesman.CallCreateParams{{
		UID: "pbx-1001", Time: time.Date(2026, time.March, 31, 9, 30, 0, 0, time.UTC), Direction: salesman.CallIncoming,
		Result: salesman.CallAnswered, Seconds: 75, From: "15550101", To: "201",
	}})
	if err != nil {
		log.Fatal(err)
	}
	for call, err := range sm.Calls.All(ctx, &salesman.CallListParams{Way: salesman.CallIncoming, Phone: "5550101"}) {
		if err != nil {
			log.Fatal(err)
		}
		length := time.Duration(call.Seconds) * time.Second
		fmt.Println(call.Time.Or(time.Time{}).Format(time.DateTime), call.From, call.Result, length)
	}
	// Output: 2026-03-31 09:30:00 15550101 ANSWERED 1m15s
}

// The card of who is calling, for a browser in which the user is logged in.
func ExampleCallsService_CardURL() {
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "your-api-key")
	if err != nil {
		log.Fatal(err)
	}
	defer sm.Close()

	address, err := sm.Calls.CardURL(&salesman.CardURLParams{Phone: "+1 555 0101", Create: true, Contact: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(address)
	// Output: https://crm.example.com/card.client.php?add=yes&person=yes&phone=%2B1+555+0101
}
