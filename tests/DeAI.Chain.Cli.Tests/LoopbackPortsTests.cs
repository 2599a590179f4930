using System.Net;
using System.Net.Sockets;
using DeAI.Chain.Cli.Commands.LocalNet;

namespace DeAI.Chain.Cli.Tests;

public sealed class LoopbackPortsTests
{
    [Fact]
    public void Find_Several_AreDifferentAndFree()
    {
        int[] ports = LoopbackPorts.Find(50)!;

        Assert.Equal(50, ports.Distinct().Count());
        Assert.All(ports, static port => Assert.InRange(port, LoopbackPorts.First, LoopbackPorts.End - 1));
    }

    [Fact]
    public void Find_MoreThanAreFree_GivesNone()
    {
        using TcpListener taken = new(IPAddress.Loopback, LoopbackPorts.Find(1)![0]);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Null(LoopbackPorts.Find(1, port, port + 1));
        Assert.Null(LoopbackPorts.Find(3, port, port + 2));
    }
}
