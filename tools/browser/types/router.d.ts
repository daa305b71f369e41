// Of the router that Reflex builds its pages with: what we use.
export function useNavigate(): (path: string) => void;
