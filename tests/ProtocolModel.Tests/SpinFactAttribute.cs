namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>A test that needs spin and gcc, and is skipped where they are not installed; native/setup.sh installs them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinFactAttribute : FactAttribute
{
    public SpinFactAttribute() => Skip = Spin.Missing;
}
