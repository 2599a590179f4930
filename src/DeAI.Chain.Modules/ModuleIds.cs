using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules;

/// <summary>The modules' permanent numbers. A number is never used again.</summary>
public static class ModuleIds
{
    public static readonly ModuleId Registry = new(1);
    public static readonly ModuleId Accounts = new(2);
    public static readonly ModuleId Consent = new(3);
    public static readonly ModuleId Federation = new(4);
    public static readonly ModuleId Training = new(5);
    public static readonly ModuleId Contribution = new(6);
    public static readonly ModuleId Models = new(7);
    public static readonly ModuleId Bounties = new(8);
    public static readonly ModuleId Governance = new(9);
    public static readonly ModuleId Accountability = new(10);
}
