using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>The ledger's own tables: module 0, which no transaction can address.</summary>
public static class SystemTables
{
    public const byte Parameters = 1;
    public const byte Validators = 2;
    public const byte Beacon = 3;
    public const byte History = 4;

    public static ModuleId Module => new(0);
}
