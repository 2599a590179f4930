using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Events;

/// <summary>The facts the registry states.</summary>
internal static class RegistryEvents
{
    public static void OrganisationRegistered(ApplyContext context, OrganisationId organisation, string name) =>
        context.Emit(
            "registry.organisation_registered",
            new EventAttribute("organisation", organisation.ToString()),
            new EventAttribute("name", name));

    public static void AccountRegistered(ApplyContext context, AccountId account, OrganisationId organisation, Role roles) =>
        context.Emit(
            "registry.account_registered",
            new EventAttribute("account", account.ToString()),
            new EventAttribute("organisation", organisation.ToString()),
            new EventAttribute("roles", roles.ToString()));

    public static void KeyRotated(ApplyContext context, PublicKey key) =>
        context.Emit(
            "registry.key_rotated",
            new EventAttribute("account", context.Sender.ToString()),
            new EventAttribute("key", key.ToString()));

    public static void RolesSet(ApplyContext context, AccountId account, Role roles) =>
        context.Emit("registry.roles_set", new EventAttribute("account", account.ToString()), new EventAttribute("roles", roles.ToString()));

    public static void StatusChanged(ApplyContext context, OrganisationId organisation, OrganisationStatus status) =>
        context.Emit(
            "registry.status_changed",
            new EventAttribute("organisation", organisation.ToString()),
            new EventAttribute("status", status.ToString()));

    public static void AffiliationDeclared(ApplyContext context, OrganisationId first, OrganisationId second) =>
        context.Emit(
            "registry.affiliation_declared",
            new EventAttribute("first", first.ToString()),
            new EventAttribute("second", second.ToString()));

    public static void NodeRegistered(ApplyContext context, PublicKey node, NodeKind kind) =>
        context.Emit("registry.node_registered", new EventAttribute("node", node.ToString()), new EventAttribute("kind", kind.ToString()));
}
