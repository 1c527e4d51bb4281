package hero.deployer.onboarding;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import hero.deployer.base.Tx;
import hero.deployer.identity.EmailAddress;
import hero.deployer.identity.People;
import hero.deployer.identity.People.Person;
import hero.deployer.instance.Instances;
import hero.deployer.mail.NewMail;
import hero.deployer.mail.Outbox;
import hero.deployer.organization.Organizations;
import hero.deployer.organization.Organizations.Organization;

/** Tells a person where their cockpit is and how to sign in; never the password. Once per instance, for ever. */
@ApplicationScoped
class WelcomeMail {
    private final People people;
    private final Organizations organizations;
    private final Instances instances;
    private final Outbox outbox;
    private final Template html;
    private final Template text;

    WelcomeMail(
            People people,
            Organizations organizations,
            Instances instances,
            Outbox outbox,
            @Location("onboarding/welcome.html") Template html,
            @Location("onboarding/welcome.txt") Template text) {
        this.people = people;
        this.organizations = organizations;
        this.instances = instances;
        this.outbox = outbox;
        this.html = html;
        this.text = text;
    }

    /** Queues it in the transaction that makes the instance ready. */
    Uni<Void> queue(Tx tx, Onboarding.Subject subject) {
        return organizations
                .get(tx, subject.organization())
                .chain(organization -> people.find(tx, subject.person())
                        .chain(person -> person == null
                                ? Uni.createFrom().voidItem()
                                : outbox.enqueue(tx, mail(subject, organization, person))));
    }

    private NewMail mail(Onboarding.Subject subject, Organization organization, Person person) {
        var url = instances.cockpitUrl(subject.organization(), subject.person());
        return new NewMail(
                "welcome:" + subject.instance(),
                subject.organization(),
                EmailAddress.ascii(person.email()),
                "Your cockpit at " + organization.name() + " is ready",
                render(text, organization, person, url),
                render(html, organization, person, url));
    }

    private static String render(Template template, Organization organization, Person person, @Nullable String url) {
        return template.data("organization", organization.name())
                .data("name", person.name())
                .data("username", person.username())
                .data("url", url)
                .render();
    }
}
