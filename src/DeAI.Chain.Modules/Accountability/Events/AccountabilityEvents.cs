using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability.Events;

/// <summary>The facts that Accountability states.</summary>
internal static class AccountabilityEvents
{
    public static void Proven(ApplyContext context, PublicKey node, OffenceRecord offence) =>
        context.Emit(
            "accountability.offence_proven",
            new EventAttribute("node", node.ToString()),
            new EventAttribute("organisation", offence.Organisation.ToString()),
            new EventAttribute("kind", offence.Kind.ToString()),
            new EventAttribute("epoch", offence.Epoch.ToString()),
            new EventAttribute("view", offence.View.ToString()),
            new EventAttribute("forfeited", offence.Forfeited.ToString()),
            new EventAttribute("lost_seat", offence.LostSeat ? "yes" : "no"));

    public static void Locked(ApplyContext context, OrganisationId organisation, Credits total) =>
        context.Emit("accountability.bond_locked", new EventAttribute("organisation", organisation.ToString()), new EventAttribute("bond", total.ToString()));

    public static void Released(ApplyContext context, OrganisationId organisation, Credits amount) =>
        context.Emit("accountability.bond_released", new EventAttribute("organisation", organisation.ToString()), new EventAttribute("amount", amount.ToString()));
}
