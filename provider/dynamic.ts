import type { Config, ResourceProvider } from "@pulumi/pulumi/dynamic";

/**
 * The provider object of one kind of dynamic resource.
 *
 * Pulumi serialises this object into the state of every resource and runs that text later, perhaps
 * years later, in its own process. So it holds one string and no logic: each method calls the
 * function of the same name in `context7-ema/provider/<kind>`, which Node finds in the `node_modules`
 * of the Pulumi program. A new version of this package therefore works on old state, and the text
 * does not change with the implementation. Those module paths must never change.
 *
 * @param kind folder name under `provider/`, for instance `crossAppAccessConnection`.
 */
export function thinProvider(kind: string): ResourceProvider {
  const module = `context7-ema/provider/${kind}`;
  return {
    config: undefined as Config | undefined,
    // No `await` before the assignment: the host does not wait for `configure` before it lets a
    // concurrent call through.
    async configure(request) {
      this.config = request.config;
    },
    async check(olds, news) {
      return require(module).check(this.config, olds, news);
    },
    async diff(id, olds, news) {
      return require(module).diff(this.config, id, olds, news);
    },
    async create(inputs) {
      return require(module).create(this.config, inputs);
    },
    async read(id, props) {
      return require(module).read(this.config, id, props);
    },
    async update(id, olds, news) {
      return require(module).update(this.config, id, olds, news);
    },
    async delete(id, props) {
      return require(module).remove(this.config, id, props);
    },
  } as ResourceProvider & { config: Config | undefined };
}
